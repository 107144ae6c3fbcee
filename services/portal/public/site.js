// The script of all pages: reads out chart values from the table behind a chart and highlights one of its series.
// Every page works without it.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {Element | undefined} cell */
const textOf = (cell) => cell?.textContent.trim() ?? '';
/** @param {Element | undefined} cell */
const numberIn = (cell) => Number(textOf(cell).replaceAll(',', ''));

/**
 * The positions of a chart: how many, and each in words, the oldest first.
 * @param {HTMLTableElement} table
 */
function positionsOf(table) {
  const [head, ...rows] = table.rows;
  const names = [...(head?.cells ?? [])].map(textOf);
  rows.reverse();
  /** @param {number} i */
  const read = (i) => {
    const [start, ...cells] = rows[i]?.cells ?? [];
    const whole = cells.at(-1);
    const values = cells.map((cell, j) => {
      const percent = (100 * numberIn(cell)) / numberIn(whole);
      const isPart = 'parts' in table.dataset && cell !== whole && Number.isFinite(percent);
      return textOf(cell) === '–'
        ? []
        : `${names[j + 1]}: ${textOf(cell)}${isPart ? ` (${percent.toFixed(1)} %)` : ''}`;
    });
    return `${textOf(start)} — ${cells[0]?.matches('.none') ? textOf(cells[0]) : values.flat().join(' · ')}`;
  };
  return { count: rows.length, read };
}

/** @param {HTMLElement} figure */
function addReadout(figure) {
  /** @type {SVGElement | null} */
  const picture = figure.querySelector('svg.chart');
  const area = picture?.querySelector('svg');
  const table = /** @type {HTMLTableElement | null} */ (document.getElementById(`${figure.dataset.plot}-table`));
  if (!picture || !area || !table) return;
  const { count, read } = positionsOf(table);
  if (count === 0) return;
  /** @param {string} name */
  const numberAt = (name) => Number.parseFloat(area.getAttribute(name) ?? '');
  const [left, width] = [numberAt('x'), numberAt('width')];
  const cursor = picture.appendChild(document.createElementNS(SVG, 'line'));
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('y1', String(numberAt('y')));
  cursor.setAttribute('y2', String(numberAt('y') + numberAt('height')));
  const slider = figure.appendChild(document.createElement('input'));
  const last = count - 1;
  Object.assign(slider, { type: 'range', className: 'reader', min: '0', max: String(last), value: String(last) });
  slider.setAttribute('aria-label', `Read out: ${picture.querySelector('title')?.textContent}`);
  slider.setAttribute('aria-valuetext', read(last));
  const words = figure.appendChild(document.createElement('p'));
  words.className = 'readout';
  /** @param {number} i */
  const show = (i) => {
    const x = `${left + (width * (i + 0.5)) / count}%`;
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
    figure.classList.add('read');
    words.textContent = read(i);
    slider.setAttribute('aria-valuetext', words.textContent);
  };
  for (const event of ['input', 'focus']) slider.addEventListener(event, () => show(Number(slider.value)));
  picture.addEventListener('pointermove', (event) => {
    const box = picture.getBoundingClientRect();
    const at = ((100 * (event.clientX - box.left)) / box.width - left) / width;
    const i = Math.min(last, Math.max(0, Math.floor(at * count)));
    slider.value = String(i);
    show(i);
  });
}

/** @param {HTMLElement} figure */
function addHighlight(figure) {
  const legend = figure.nextElementSibling;
  /** @type {NodeListOf<SVGElement>} */
  const shapes = figure.querySelectorAll('[data-series]');
  if (!legend?.matches('.legend') || shapes.length < 2) return;
  /** @param {string} [series] */
  const highlight = (series) => {
    figure.classList.toggle('lit', series !== undefined);
    for (const shape of shapes) shape.classList.toggle('on', shape.dataset.series === series);
  };
  for (const entry of /** @type {HTMLCollectionOf<HTMLElement>} */ (legend.children)) {
    entry.tabIndex = 0;
    for (const event of ['pointerenter', 'focus']) entry.addEventListener(event, () => highlight(entry.dataset.series));
    for (const event of ['pointerleave', 'blur']) entry.addEventListener(event, () => highlight());
  }
}

/** @type {NodeListOf<HTMLElement>} */
const figures = document.querySelectorAll('figure.plot');
for (const figure of figures) {
  if (figure.dataset.plot !== undefined) addReadout(figure);
  addHighlight(figure);
}
