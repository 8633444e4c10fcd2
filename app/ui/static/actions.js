// Every button, choice and slider of the page's own HTML carries data-action, data-event (the Gradio event that
// takes the action to the server), data-id (its target) and data-key (to find it after its HTML was replaced).
const send = (one) => trigger(one.dataset.event, {action: one.dataset.action, id: one.dataset.id || '', value: one.value || ''});
const source = (event, kinds) => event.target.closest && event.target.closest(kinds);
document.addEventListener('click', (event) => {
  const one = source(event, 'button[data-action]');
  if (!one) return;
  if (one.dataset.action === 'map' && document.querySelector('#map svg.plane')) return;  // it is there already
  if (one.dataset.action === 'choose')
    document.querySelectorAll('#gallery .thumbnail-item').forEach((card) => card.setAttribute('aria-pressed', card === one));
  send(one);
  if (['choose', 'why'].includes(one.dataset.action) && matchMedia('(max-width:760px)').matches)
    document.querySelector('#detail').scrollIntoView({behavior: 'smooth', block: 'end'});
});
document.addEventListener('change', (event) => {
  const one = source(event, 'select[data-action],input[type=radio][data-action]');
  if (one) send(one);
});
let waiting = 0;
document.addEventListener('input', (event) => {  // a slider, at most every tenth of a second
  const one = source(event, 'input[type=range][data-action]');
  if (!one) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => send(one), 100);
});
