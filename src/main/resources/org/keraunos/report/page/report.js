'use strict';
(() => {
  const table = document.getElementById('label-table');
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const said = document.getElementById('label-said');

  // A cell's number; what is none comes last, whichever way.
  const value = (row, column) => {
    const text = row.cells[column].firstChild ? row.cells[column].firstChild.textContent : '';
    if (column === 0) return text.toLowerCase();
    const number = parseFloat(text.replace(/,/g, ''));
    return Number.isNaN(number) ? null : number;
  };
  table.querySelectorAll('thead button').forEach((button) => {
    button.addEventListener('click', () => {
      const head = button.parentElement;
      const column = head.cellIndex;
      const was = head.getAttribute('aria-sort');
      const up = was ? was === 'descending' : column === 0;
      table.querySelectorAll('th[aria-sort]').forEach((th) => th.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const keyed = rows.map((row, place) => [value(row, column), place, row]);
      keyed.sort(([a, i], [b, j]) => {
        if (a === null || b === null) return (a === null) - (b === null) || i - j;
        return (a < b ? -1 : a > b ? 1 : 0) * (up ? 1 : -1) || i - j;
      });
      // Out of the page while they move: a thousand rows are laid out once.
      body.remove();
      body.append(...keyed.map((each) => each[2]));
      table.append(body);
      said.textContent = 'Sorted by ' + button.textContent + (up ? ', ascending' : ', descending');
    });
  });

  const filter = document.getElementById('label-filter');
  if (filter) {
    filter.addEventListener('input', () => {
      const wanted = filter.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row) => {
        row.hidden = wanted !== '' && !value(row, 0).includes(wanted);
        shown += row.hidden ? 0 : 1;
      });
      said.textContent = shown + ' of ' + rows.length + ' labels shown';
    });
  }

  // Curves: two characters a number from 0 to 1, x and y in turn.
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const points = (text) => {
    const found = [];
    for (let i = 0; i + 3 < text.length; i += 4) {
      const at = (j) => (digits.indexOf(text[j]) * 64 + digits.indexOf(text[j + 1])) / 4095;
      found.push([at(i), at(i + 2)]);
    }
    return found;
  };
  const curves = JSON.parse(document.getElementById('label-curves').textContent);
  const panel = document.getElementById('label-panel');
  const ns = 'http://www.w3.org/2000/svg';
  const place = (x, y) => [48 + x * 300, 228 - y * 218].map((n) => n.toFixed(1));
  const draw = (id, lines, mark, alt) => {
    const svg = panel.querySelector('#' + id + ' svg');
    svg.querySelector('title').textContent = alt;
    svg.querySelectorAll('.drawn').forEach((old) => old.remove());
    lines.forEach((line, color) => {
      if (line.length === 0) return;
      const path = document.createElementNS(ns, 'path');
      path.setAttribute('class', 'drawn l c' + color);
      path.setAttribute('d', 'M' + line.map(([x, y]) => place(x, y).join(' ')).join('L') + (line.length === 1 ? 'h.1' : ''));
      svg.append(path);
    });
    if (mark) {
      const dot = document.createElementNS(ns, 'circle');
      const [x, y] = place(mark[0], mark[1]);
      Object.entries({ class: 'drawn mark', r: 4, cx: x, cy: y }).forEach(([k, v]) => dot.setAttribute(k, v));
      svg.append(dot);
    }
  };
  const steps = (text) => points(text).flatMap(([x, y]) => [[x, y], [Math.min(1, x + 0.05), y]]);
  const show = (button) => {
    const name = button.textContent;
    const [roc, pr, rel, without, having, fpr, tpr, precision, most] = curves[Number(button.dataset.i)];
    panel.hidden = false;
    const heading = panel.querySelector('h3');
    heading.textContent = 'Label ' + name;
    draw('panel-roc', [points(roc)], roc ? [fpr, tpr] : null, 'ROC curve of ' + name);
    draw('panel-pr', [points(pr)], pr ? [tpr, precision] : null, 'Precision and recall of ' + name);
    draw('panel-rel', [points(rel)], null, 'Reliability curve of ' + name);
    draw('panel-hist', [steps(without), steps(having)], null, 'Probabilities of ' + name);
    panel.querySelector('#panel-most').textContent = most;
    heading.focus();
    panel.scrollIntoView({ block: 'nearest' });
  };
  body.addEventListener('click', (event) => {
    const button = event.target.closest('button.pick');
    if (button) show(button);
  });
})();
