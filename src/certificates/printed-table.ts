import type { PrintedTable } from './certificate.rules.js';
import { wrapped } from './line-breaks.rules.js';
import type { Weight } from './print-fonts.js';
import { ink, margin, quiet } from './sheet.js';
import type { SetText, Typesetter } from './typesetter.js';

const size = 8;
const padding = 4;
const between = 8;

interface Column {
  x: number;
  width: number;
}

/** A row whose cells stand in lines, all of one height. */
interface Row {
  cells: { set: SetText; lines: string[] }[];
  over: number;
  lineHeight: number;
}

/** Draws a table from `top` on, over as many pages as it needs, with its headings on each. Answers where it ends. */
export async function printTable(
  type: Typesetter,
  { columns, widths, rows }: PrintedTable,
  top: number,
): Promise<number> {
  const { document } = type;
  const bottom = document.page.height - margin;
  const places = placesOf(document, widths);
  const headings = await laid(type, places, columns, 'bold');
  const headed = (y: number): number => {
    write(places, headings, y, quiet);
    return ruled(document, y + heightOf(headings), 0.7);
  };
  const turned = (): number => {
    document.addPage();
    return headed(margin);
  };
  const pageful = bottom - margin - heightOf(headings);
  // Headings are not left alone at the bottom of a page.
  const first = rows[0] ? heightOf(await laid(type, places, rows[0], 'plain')) : 0;
  let y = top + heightOf(headings) + Math.min(first, pageful) > bottom ? turned() : headed(top);
  for (const texts of rows) {
    const row = await laid(type, places, texts, 'plain');
    for (const piece of piecesOf(row, pageful)) {
      if (y + heightOf(piece) > bottom) y = turned();
      write(places, piece, y, ink);
      y += heightOf(piece);
    }
    ruled(document, y, 0.3);
  }
  return y;
}

function placesOf(document: PDFKit.PDFDocument, widths: readonly number[]): Column[] {
  const whole = document.page.width - 2 * margin + between;
  const shares = widths.reduce((sum, width) => sum + width, 0);
  let x = margin;
  return widths.map((share) => {
    const column = { x, width: (whole * share) / shares - between };
    x += column.width + between;
    return column;
  });
}

async function laid(type: Typesetter, places: readonly Column[], texts: readonly string[], font: Weight): Promise<Row> {
  const cells: Row['cells'] = [];
  for (const [index, text] of texts.entries()) {
    const set = await type.set(text, font);
    const width = places[index]?.width ?? 0;
    const fits = (part: string): boolean => set.width(part, size) <= width;
    cells.push({ set, lines: set.text.split('\n').flatMap((paragraph) => wrapped(paragraph, fits)) });
  }
  const reaches = cells.flatMap(({ set, lines }) => lines.map((line) => set.reach(line, size)));
  const over = Math.max(...reaches.map((each) => each.over));
  return { cells, over, lineHeight: over + Math.max(...reaches.map((each) => each.under)) };
}

/** A row that is higher than a page goes on, on the next one. */
function piecesOf(row: Row, pageful: number): Row[] {
  const most = Math.floor((pageful - 2 * padding) / row.lineHeight);
  return Array.from({ length: Math.max(1, Math.ceil(linesOf(row) / most)) }, (_, index) => ({
    ...row,
    cells: row.cells.map(({ set, lines }) => ({ set, lines: lines.slice(index * most, (index + 1) * most) })),
  }));
}

function write(places: readonly Column[], { cells, over, lineHeight }: Row, top: number, colour: string): void {
  cells.forEach(({ set, lines }, index) =>
    lines.forEach((line, at) =>
      set.write(line, places[index]?.x ?? margin, top + padding + at * lineHeight + over, size, colour),
    ),
  );
}

function ruled(document: PDFKit.PDFDocument, y: number, width: number): number {
  document
    .moveTo(margin, y)
    .lineTo(document.page.width - margin, y)
    .lineWidth(width)
    .strokeColor(quiet)
    .stroke();
  return y;
}

const linesOf = ({ cells }: Row): number => Math.max(...cells.map(({ lines }) => lines.length));
const heightOf = (row: Row): number => linesOf(row) * row.lineHeight + 2 * padding;
