// Every button, choice and slider of the page's own HTML carries data-do (the deed), data-on (the event that
// carries it to the server), data-id and data-key (found again after its HTML was drawn anew).
const tell = (one) => trigger(one.dataset.on || 'select', {do: one.dataset.do, id: one.dataset.id || '', value: one.value || ''});
const deed = (event, kinds) => event.target.closest && event.target.closest(kinds);
document.addEventListener('click', (event) => {
  const one = deed(event, 'button[data-do]');
  if (!one) return;
  if (one.dataset.do === 'map' && document.querySelector('#map svg.plane')) return;  // it is there already
  if (one.dataset.do === 'choose')
    document.querySelectorAll('#gallery .thumbnail-item').forEach((card) => card.setAttribute('aria-pressed', card === one));
  tell(one);
  if (['choose', 'why'].includes(one.dataset.do) && matchMedia('(max-width:760px)').matches)
    document.querySelector('#detail').scrollIntoView({behavior: 'smooth', block: 'end'});
});
document.addEventListener('change', (event) => {
  const one = deed(event, 'select[data-do],input[type=radio][data-do]');
  if (one) tell(one);
});
let waiting = 0;
document.addEventListener('input', (event) => {  // a slider, at most every tenth of a second
  const one = deed(event, 'input[type=range][data-do]');
  if (!one) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => tell(one), 100);
});
