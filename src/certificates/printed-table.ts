import type { PrintedTable } from './certificate.rules.js';
import { ink, margin, quiet, wrapped, writeLine } from './sheet.js';

const size = 8;
const padding = 4;
const between = 8;

interface Column {
  x: number;
  width: number;
}

/** Draws a table from `top` on, over as many pages as it needs, with its headings on each. Answers where it ends. */
export function printTable(document: PDFKit.PDFDocument, { columns, widths, rows }: PrintedTable, top: number): number {
  const bottom = document.page.height - margin;
  const places = placesOf(document, widths);
  let y = headings(document, places, columns, top);
  for (const row of rows) {
    document.font('plain').fontSize(size);
    const cells = row.map((text, index) => linesIn(document, text, places[index]?.width ?? 0));
    const height = heightOf(document, cells);
    if (y + height > bottom) {
      document.addPage();
      y = headings(document, places, columns, margin);
    }
    write(document, places, cells, y, 'plain', ink);
    y += height;
    document
      .moveTo(margin, y)
      .lineTo(document.page.width - margin, y)
      .lineWidth(0.3)
      .strokeColor(quiet)
      .stroke();
  }
  return y;
}

function headings(
  document: PDFKit.PDFDocument,
  places: readonly Column[],
  columns: readonly string[],
  top: number,
): number {
  document.font('bold').fontSize(size);
  const cells = columns.map((text, index) => linesIn(document, text, places[index]?.width ?? 0));
  write(document, places, cells, top, 'bold', quiet);
  const y = top + heightOf(document, cells);
  document
    .moveTo(margin, y)
    .lineTo(document.page.width - margin, y)
    .lineWidth(0.7)
    .strokeColor(quiet)
    .stroke();
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

function write(
  document: PDFKit.PDFDocument,
  places: readonly Column[],
  cells: readonly string[][],
  top: number,
  font: 'plain' | 'bold',
  colour: string,
): void {
  document.font(font).fontSize(size).fillColor(colour);
  cells.forEach((lines, index) =>
    lines.forEach((line, at) =>
      writeLine(document, line, places[index]?.x ?? margin, top + padding + at * document.currentLineHeight(true)),
    ),
  );
}

const heightOf = (document: PDFKit.PDFDocument, cells: readonly string[][]): number =>
  Math.max(...cells.map((lines) => lines.length)) * document.currentLineHeight(true) + 2 * padding;

/** The lines of a cell; a word that is wider than its column goes on in the next line. */
function linesIn(document: PDFKit.PDFDocument, text: string, width: number): string[] {
  const fits = (part: string): boolean => document.widthOfString(part, { features: [] }) <= width;
  return text.split('\n').flatMap((paragraph) =>
    wrapped(
      paragraph
        .split(' ')
        .flatMap((word) => pieces(word, fits))
        .join(' '),
      fits,
    ),
  );
}

function pieces(word: string, fits: (part: string) => boolean): string[] {
  const found: string[] = [];
  let rest = [...word];
  while (rest.length > 0) {
    let length = rest.length;
    while (length > 1 && !fits(rest.slice(0, length).join(''))) length--;
    found.push(rest.slice(0, length).join(''));
    rest = rest.slice(length);
  }
  return found.length === 0 ? [''] : found;
}
