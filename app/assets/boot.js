() => {
  try {
    const kept = localStorage.getItem('armario-theme');
    if (kept) document.body.classList.toggle('dark', kept === 'dark');
  } catch (error) { /* a browser that keeps nothing */ }

  // No second message while the first is answered: it waits in the box.
  document.addEventListener('keydown', (event) => {
    const busy = event.target.closest('#box') && document.querySelector('#box .stop-button');
    if (busy && event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  // Proof: a sentence and the cards that bear it out light each other.
  const hex = (text) => Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const lit = (name) => document.querySelectorAll(`.${name}`).forEach((one) => one.classList.remove(name));
  const light = (target) => {
    const claim = target.closest && target.closest('#chat .claim'), card = target.closest && target.closest('#gallery .card[data-card]');
    lit('lit');
    document.body.classList.remove('proving');
    if (claim) {
      const cards = [...document.querySelectorAll('#gallery .card[data-card]')].filter((one) => claim.classList.contains(`of-${hex(one.dataset.card)}`));
      cards.forEach((one) => one.classList.add('lit'));
      if (cards.length) { claim.classList.add('lit'); document.body.classList.add('proving'); }
    } else if (card) {
      document.querySelectorAll(`#chat .of-${hex(card.dataset.card)}`).forEach((one) => one.classList.add('lit'));
    }
  };
  for (const name of ['pointerover', 'focusin']) document.addEventListener(name, (event) => light(event.target));
  document.addEventListener('click', (event) => {
    const claim = event.target.closest('#chat .claim'), card = document.querySelector('#gallery .card.lit');
    if (claim && card) card.scrollIntoView({behavior: 'smooth', block: 'nearest', inline: 'center'});
  });

  // After every change of the page: names for screen readers, keyboard places, and the focus where it was.
  let held = '', refining = false;
  document.addEventListener('toggle', (event) => { if (event.target.matches('.refine')) refining = event.target.open; }, true);
  document.addEventListener('focusin', (event) => { held = event.target.dataset ? event.target.dataset.key || '' : ''; });
  const settle = () => {
    document.querySelectorAll('#chat .claim:not([tabindex])').forEach((one) => {
      if (/\bof-/.test(one.className)) one.setAttribute('tabindex', '0');
    });
    document.querySelectorAll('#chat [data-testid=bot]').forEach((one) => {
      const name = one.getAttribute('aria-label') || '';
      if (name.includes('<span')) one.setAttribute('aria-label', name.replace(/<[^>]*>/g, ''));
    });
    const panel = document.querySelector('.refine');
    if (panel && refining) panel.open = true;
    if (held && document.activeElement === document.body) {
      const again = document.querySelector(`[data-key="${CSS.escape(held)}"]`);
      if (again) again.focus({preventScroll: true});
    }
  };
  let due = 0;
  new MutationObserver(() => { cancelAnimationFrame(due); due = requestAnimationFrame(settle); })
    .observe(document.body, {childList: true, subtree: true});
  settle();
}
