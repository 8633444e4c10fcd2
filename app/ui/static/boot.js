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

  // The views of the rail: pieces, outfit, inside, map.
  const rail = () => document.querySelector('#rail');
  const view = (name) => { if (rail()) { rail().dataset.view = name; settle(); } };
  const TURNS = '#chat .example, #box [data-testid=submit-button], [data-action=scene], [data-action=live], [data-action=more], [data-action=offer], #anew';
  document.addEventListener('click', (event) => {
    const one = event.target.closest('button[data-view]');
    const empty = one && one.dataset.view === 'inside' && document.querySelector('#chat .user-row') && document.querySelector('#inside .none p');
    if (empty) empty.textContent = `${one.dataset.wait} …`;  // it is made when it is asked for
    if (one) view(one.dataset.view);
    else if (event.target.closest(TURNS)) view('pieces');
  }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && event.target.closest('#box')) view('pieces');
  });

  // Gradio's own parts are called in the page's language.
  const strings = STRINGS;
  const named = (name, to) => {
    for (const from of Object.values(strings)) {
      const at = from === to ? -1 : from.parts.findIndex((one) => name === one || name.startsWith(`${one} `) || name.startsWith(`${one}:`));
      if (at >= 0) return to.parts[at] + name.slice(from.parts[at].length);
    }
    return name;
  };
  const name = () => {
    const to = strings[document.documentElement.lang] || strings.en;
    document.querySelectorAll(':is(#chat, #box, #files) :is([aria-label], [title])').forEach((one) => {
      for (const kind of ['aria-label', 'title']) {
        const now = one.getAttribute(kind), then = now && named(now, to).replace('a component of type image', to.photo).replace('a component of type video', to.video);
        if (then !== now) one.setAttribute(kind, then);
      }
    });
    document.querySelectorAll('.toast-message-text').forEach((one) => {
      if (/^Invalid file type|file\(s\) were rejected/.test(one.textContent)) one.textContent = to.kindOfFile;
      if (one.textContent.includes('maximum allowed size')) one.textContent = to.tooBig;
    });
  };

  // After every change of the page: names for screen readers, keyboard places, and the focus where it was.
  let held = '', refining = false;
  // Not by the panel's own toggle event: that comes late, when the panel may have been drawn anew already.
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('.refine > summary');
    if (opener) refining = !opener.parentElement.open;
  }, true);
  document.addEventListener('focusin', (event) => { held = event.target.dataset ? event.target.dataset.key || '' : ''; });
  const settle = () => {
    const now = rail() && (rail().dataset.view = rail().dataset.view || 'pieces');
    document.querySelectorAll('.views [data-view]').forEach((one) => {
      const on = one.dataset.view === now ? 'true' : 'false';
      if (one.getAttribute('aria-pressed') !== on) one.setAttribute('aria-pressed', on);
    });
    document.querySelectorAll('#chat .claim:not([tabindex])').forEach((one) => {
      if (/\bof-/.test(one.className)) one.setAttribute('tabindex', '0');
    });
    document.querySelectorAll('#chat .thought-group .title[tabindex="0"]').forEach((one) => {  // it opens nothing
      one.setAttribute('tabindex', '-1');
      one.removeAttribute('role');
    });
    document.querySelectorAll('#chat .examples[role=list]').forEach((one) => one.setAttribute('role', 'group'));
    document.querySelectorAll('#chat [data-testid=bot]').forEach((one) => {
      const name = one.getAttribute('aria-label') || '';
      if (name.includes('<span')) one.setAttribute('aria-label', name.replace(/<[^>]*>/g, ''));
    });
    name();
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
