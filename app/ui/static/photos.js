// The customer's photos: no more in the box than go into one message, and in the conversation each can be
// opened to point at what is meant, with a finger, a mouse or the keyboard.
const SAID = STRINGS;
const words = () => (SAID[document.documentElement.lang] || SAID.en).point;
const fraction = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;

// Up to four photos, or one video: what is too much is taken out again, from the end, and a sentence says so.
const spare = () => {
  const files = [...document.querySelectorAll('#box .thumbnail-wrapper')];
  const film = files.map((one) => !one.querySelector('img'));
  const room = film[0] ? 1 : 4, photos = files.filter((_, n) => film[n] === film[0]);
  const kept = new Set(photos.slice(0, room)), extra = files.filter((one) => !kept.has(one));
  if (!extra.length) return;
  trigger('input', {kind: film[0] || photos.length < files.length ? 'mixed' : 'many'});
  extra.reverse().forEach((one) => one.querySelector('.delete-button').click());
};

// Every photo in the conversation says that it can be pointed at.
const PHOTOS = '#chat .user-row .image-container > button';
const label = () => document.querySelectorAll(PHOTOS).forEach((one, n) => {
  const name = words().name.replace('{number}', n + 1);
  if (one.getAttribute('aria-label') === name) return;
  one.setAttribute('aria-label', name);
  one.dataset.hint = words().hint;
  one.dataset.short = words().short;
});

let dialog = null, path = '', from = null, cross = [0.5, 0.5];
const part = (name) => dialog.querySelector(`.${name}`);
const build = () => {
  dialog = document.createElement('dialog');
  dialog.id = 'point';
  dialog.innerHTML = '<header><p class="how" id="point-how"></p><button type="button" class="close">×</button></header>'
    + '<div class="stage" tabindex="0" role="application"><img alt="" draggable="false"><i class="drawn"></i><i class="cross"></i></div><p class="keys" id="point-keys"></p>';
  dialog.setAttribute('aria-labelledby', 'point-how');
  document.querySelector('.gradio-container .contain').append(dialog);  // where the style sheet reaches
  const stage = part('stage');
  stage.setAttribute('aria-describedby', 'point-keys');
  part('close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('keydown', (event) => {  // the focus goes round inside
    if (event.key !== 'Tab') return;
    event.preventDefault();
    part(document.activeElement === stage ? 'close' : 'stage').focus();
  });
  dialog.addEventListener('close', () => { from = null; if (opener && opener.isConnected) opener.focus({preventScroll: true}); });
  stage.addEventListener('pointerdown', begin);
  stage.addEventListener('pointermove', draw);
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', () => { from = null; draw(); });
  stage.addEventListener('keydown', move);
};
let opener = null;
const open = (button) => {
  if (!dialog) build();
  const image = button.querySelector('img');
  if (!image || !image.naturalWidth) return;
  path = decodeURIComponent(new URL(image.src).pathname.split('/file=')[1] || '');
  opener = button;
  cross = [0.5, 0.5];
  part('how').textContent = words().how;
  part('keys').textContent = words().keys;
  part('close').setAttribute('aria-label', words().close);
  part('stage').setAttribute('aria-label', words().title);
  part('stage').style.setProperty('--ratio', image.naturalWidth / image.naturalHeight);
  part('stage img').src = image.src;
  part('stage').classList.remove('by-keys');
  dialog.showModal();
  part('stage').focus({preventScroll: true});
  draw();
};
const choose = (at) => {
  dialog.close();
  const rail = document.querySelector('#rail');
  if (rail) rail.dataset.view = 'pieces';
  const talk = document.querySelector('#chat .bubble-wrap');
  if (talk) talk.scrollTop = talk.scrollHeight;  // where the answer comes
  trigger('select', {photo: path, at: at.map(fraction)});
};
const where = (event) => {
  const box = part('stage').getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map(fraction);
};
const spanned = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
const isBox = (box) => box[2] * part('stage').clientWidth > 14 && box[3] * part('stage').clientHeight > 14;
const begin = (event) => {
  if (!event.isPrimary || event.button) return;
  event.preventDefault();
  part('stage').classList.remove('by-keys');
  part('stage').setPointerCapture(event.pointerId);
  from = where(event);
};
const draw = (event) => {
  const box = event && from ? spanned(where(event)) : [0, 0, 0, 0], drawn = part('drawn');
  drawn.hidden = !isBox(box);
  ['left', 'top', 'width', 'height'].forEach((side, n) => { drawn.style[side] = `${box[n] * 100}%`; });
};
const end = (event) => {
  if (!from || !event.isPrimary) return;
  const box = spanned(where(event)), tapped = from;
  from = null;
  choose(isBox(box) ? box : tapped);
};
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const move = (event) => {
  const way = WAYS[event.key], step = event.shiftKey ? 0.01 : 0.04;
  if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(cross); return; }
  if (!way) return;
  event.preventDefault();
  cross = cross.map((value, n) => fraction(value + way[n] * step));
  part('stage').classList.add('by-keys');
  part('cross').style.left = `${cross[0] * 100}%`;
  part('cross').style.top = `${cross[1] * 100}%`;
};

document.addEventListener('click', (event) => {
  const button = event.target.closest && event.target.closest(PHOTOS);
  if (button) open(button);
});
// Gradio calls the thumbnails items of a list that is none.
const group = () => document.querySelectorAll('#box .thumbnail-wrapper[role=listitem]').forEach((one) => one.setAttribute('role', 'group'));
let due = 0;
new MutationObserver(() => { cancelAnimationFrame(due); due = requestAnimationFrame(() => { spare(); label(); group(); }); })
  .observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['lang']});
