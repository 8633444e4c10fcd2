// The map of the shop: what lies under the pointer or the arrow keys is shown, and chosen by a click or Enter.
let at = null;
const plot = () => element.querySelector('svg.plane');
const shown = (dot) => {
  const picked = element.querySelector('.picked'), map = plot();
  if (at) at.classList.remove('at');
  at = dot;
  at.classList.add('at');
  picked.innerHTML = '<img alt="" width="96" height="120"><p></p><button type="button" class="pill main" data-event="input" data-action="more"></button>';
  picked.querySelector('img').src = `${map.dataset.folder}/${dot.dataset.file}`;
  picked.querySelector('p').textContent = dot.dataset.name;
  const more = picked.querySelector('button');
  more.textContent = map.dataset.more;
  more.dataset.id = dot.dataset.id;
};
const place = (dot) => [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))];
const nearest = (x, y, fits) => {
  let best = null, least = Infinity;
  for (const dot of element.querySelectorAll('circle')) {
    const [cx, cy] = place(dot), far = (cx - x) ** 2 + (cy - y) ** 2;
    if (far < least && fits(cx - x, cy - y)) { best = dot; least = far; }
  }
  return best;
};
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const under = (event) => {  // a point under the pointer, or the nearest within a finger's breadth
  const map = plot(), box = map.getBoundingClientRect(), wide = map.viewBox.baseVal.width;
  const scale = wide / Math.min(box.width, box.height), reach = (event.pointerType === 'touch' ? 22 : 9) * scale;
  const x = (event.clientX - box.left - box.width / 2) * scale + wide / 2, y = (event.clientY - box.top - box.height / 2) * scale + wide / 2;
  return nearest(x, y, (dx, dy) => dx * dx + dy * dy < reach * reach);
};
element.addEventListener('pointermove', (event) => {
  const dot = event.pointerType === 'mouse' && event.target.closest('svg.plane') && under(event);
  if (dot && dot !== at) shown(dot);
});
element.addEventListener('click', (event) => {
  const kind = event.target.closest('.legend button'), dot = event.target.closest('svg.plane') && under(event);
  if (kind) {
    const on = kind.getAttribute('aria-pressed') !== 'true';
    element.querySelectorAll('.legend button').forEach((one) => one.setAttribute('aria-pressed', on && one === kind));
    element.querySelectorAll('g').forEach((one) => one.classList.toggle('aside', on && one.dataset.kind !== kind.dataset.kind));
  } else if (dot && event.pointerType !== 'touch') { shown(dot); element.querySelector('.picked button').click(); }
  else if (dot) shown(dot);
});
element.addEventListener('keydown', (event) => {
  if (!event.target.matches('svg.plane')) return;
  const way = WAYS[event.key];
  if (way) {
    event.preventDefault();
    if (at && !at.isConnected) at = null;
    const [x, y] = at ? place(at) : [0, 0];
    const dot = at ? nearest(x, y, (dx, dy) => { const on = dx * way[0] + dy * way[1]; return on > 0 && on >= Math.abs(dx * way[1] + dy * way[0]); }) : nearest(520, 520, () => true);
    if (dot) shown(dot);
  } else if (event.key === 'Enter' && at) element.querySelector('.picked button').click();
});
