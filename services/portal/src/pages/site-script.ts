/**
 * The site's one script, for browsers: it reads out a chart's values under the pointer or by a slider, from the table behind it, and
 * brings out one of several series. Nothing depends on it. A text, because nothing else here is compiled for browsers.
 */
export const SITE_SCRIPT = `'use strict';
const SVG = 'http://www.w3.org/2000/svg';
const make = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

/** The values of a position, oldest first, in words: its row of the table. */
function readerOf(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].reverse();
  const numberIn = (cell) => Number(cell.textContent.replaceAll(',', ''));
  const part = (cell, whole) => {
    const percent = (100 * numberIn(cell)) / numberIn(whole);
    return 'parts' in table.dataset && cell !== whole && Number.isFinite(percent) ? ' (' + percent.toFixed(1) + ' %)' : '';
  };
  const words = (row) => {
    const cells = [...row.cells].slice(1);
    if (cells[0].colSpan > 1) return cells[0].textContent;
    const named = cells.map((cell, i) => heads[i + 1] + ': ' + cell.textContent.trim() + part(cell, cells.at(-1)));
    return named.filter((_, i) => cells[i].textContent.trim() !== '–').join(' · ');
  };
  return { count: rows.length, read: (i) => rows[i].cells[0].textContent.trim() + ' — ' + words(rows[i]) };
}

function readOut(figure) {
  const picture = figure.querySelector('svg.chart');
  const area = picture?.querySelector('svg');
  const table = document.getElementById(figure.dataset.plot + '-table');
  if (!area || !table) return;
  const { count, read } = readerOf(table);
  if (count === 0) return;
  const left = parseFloat(area.getAttribute('x'));
  const width = parseFloat(area.getAttribute('width'));
  const cursor = picture.appendChild(document.createElementNS(SVG, 'line'));
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('y1', area.getAttribute('y'));
  cursor.setAttribute('y2', String(Number(area.getAttribute('y')) + Number(area.getAttribute('height'))));
  const slider = make(figure, 'input', { type: 'range', className: 'reader', min: '0', max: String(count - 1), value: String(count - 1) });
  slider.setAttribute('aria-label', 'Read out: ' + picture.querySelector('title').textContent);
  const words = make(figure, 'p', { className: 'readout' });
  const show = (i) => {
    const x = left + (width * (i + 0.5)) / count + '%';
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
    figure.classList.add('read');
    words.textContent = read(i);
    slider.setAttribute('aria-valuetext', words.textContent);
  };
  slider.setAttribute('aria-valuetext', read(count - 1));
  slider.addEventListener('input', () => show(Number(slider.value)));
  slider.addEventListener('focus', () => show(Number(slider.value)));
  picture.addEventListener('pointermove', (event) => {
    const box = picture.getBoundingClientRect();
    const at = ((100 * (event.clientX - box.left)) / box.width - left) / width;
    const i = Math.min(count - 1, Math.max(0, Math.floor(at * count)));
    slider.value = String(i);
    show(i);
  });
}

function bringOut(figure) {
  const legend = figure.nextElementSibling;
  const shapes = [...figure.querySelectorAll('[data-series]')];
  if (!legend?.matches('.legend') || shapes.length < 2) return;
  const light = (series) => {
    figure.classList.toggle('lit', series !== undefined);
    for (const shape of shapes) shape.classList.toggle('on', shape.dataset.series === series);
  };
  for (const entry of legend.children) {
    entry.tabIndex = 0;
    for (const event of ['pointerenter', 'focus']) entry.addEventListener(event, () => light(entry.dataset.series));
    for (const event of ['pointerleave', 'blur']) entry.addEventListener(event, () => light(undefined));
  }
}

for (const figure of document.querySelectorAll('figure.plot')) {
  if (figure.dataset.plot !== undefined) readOut(figure);
  bringOut(figure);
}
`;
