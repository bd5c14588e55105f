import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { visualRuns } from './bidi-text.js';

// DejaVu Sans covers Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters, so names print as they are
// written.
const fontFolder = createRequire(import.meta.url)
  .resolve('dejavu-fonts-ttf/package.json')
  .replace('package.json', 'ttf/');
const fonts = {
  plain: readFileSync(`${fontFolder}DejaVuSans.ttf`),
  bold: readFileSync(`${fontFolder}DejaVuSans-Bold.ttf`),
};

export const margin = 64;
export const ink = '#1c2b33';
export const quiet = '#51636d';

export const registerFonts = (document: PDFKit.PDFDocument): PDFKit.PDFDocument =>
  document.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold);

interface LineStyle {
  font?: 'plain' | 'bold';
  size?: number;
  colour?: string;
  /** Space below, in points. */
  after?: number;
}

/** Writes lines from top to bottom; long ones wrap at spaces, and then shrink, so that nothing leaves the page. */
export class Sheet {
  y: number;
  private readonly width: number;

  constructor(
    private readonly document: PDFKit.PDFDocument,
    { y = margin, width = document.page.width - 2 * margin }: { y?: number; width?: number } = {},
  ) {
    this.y = y;
    this.width = width;
  }

  line(text: string, { font = 'plain', size = 11.5, colour = ink, after = 3 }: LineStyle): void {
    const { document, width } = this;
    document.font(font).fillColor(colour).fontSize(size);
    const widest = Math.max(...text.split(' ').map((word) => document.widthOfString(word, { features: [] })));
    const lines = wrapped(text, (part) => document.widthOfString(part, { features: [] }) <= Math.max(width, widest));
    const fitting = Math.max(
      6,
      Math.min(size * (width / Math.max(width, widest)), size * Math.sqrt(3 / Math.max(3, lines.length))),
    );
    document.fontSize(fitting);
    for (const each of fitting < size
      ? wrapped(text, (part) => document.widthOfString(part, { features: [] }) <= width)
      : lines) {
      this.runs(each);
      this.y += document.currentLineHeight(true);
    }
    this.y += after;
  }

  rule(after: number): void {
    this.y += 10;
    this.document
      .moveTo(margin, this.y)
      .lineTo(margin + this.width, this.y)
      .lineWidth(0.7)
      .strokeColor(quiet)
      .stroke();
    this.y += after;
  }

  private runs(text: string): void {
    writeLine(this.document, text, margin, this.y);
  }
}

/** Writes one line in the font that is set, each script in its own direction. */
export function writeLine(document: PDFKit.PDFDocument, text: string, left: number, top: number): void {
  let x = left;
  for (const run of visualRuns(text)) {
    // "features" makes the font lay out the whole run at once; word by word, words of a right-to-left script would
    // swap.
    document.text(run, x, top, { lineBreak: false, features: [] });
    x += document.widthOfString(run, { features: [] });
  }
}

/** The text in lines that fit, broken at spaces. */
export function wrapped(text: string, fits: (part: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
