import { wrapped } from './line-breaks.rules.js';
import type { Weight } from './print-fonts.js';
import type { SetText, Typesetter } from './typesetter.js';

export const margin = 64;
export const ink = '#1c2b33';
export const quiet = '#51636d';

interface LineStyle {
  font?: Weight;
  size?: number;
  colour?: string;
  /** Space below, in points. */
  after?: number;
}

/** A text in lines, ready to be written. */
interface Laid {
  set: SetText;
  lines: { text: string; over: number; height: number }[];
  size: number;
  colour: string;
  after: number;
}

/** To how much of its size a text may shrink before a word is broken or a fourth line begins. */
const smallest = 0.6;

/** Writes lines from top to bottom, and goes on at the top of the next page. */
export class Sheet {
  y: number;
  private readonly width: number;
  private readonly document: PDFKit.PDFDocument;

  constructor(
    private readonly type: Typesetter,
    { y = margin, width = type.document.page.width - 2 * margin }: { y?: number; width?: number } = {},
  ) {
    this.document = type.document;
    this.y = y;
    this.width = width;
  }

  async line(text: string, style: LineStyle): Promise<void> {
    this.write(await this.lay(text, style));
  }

  /** Long texts wrap at spaces, shrink a little, and then wrap within words, so that nothing leaves the page. */
  async lay(
    text: string,
    { font = 'plain', size = 11.5, colour = ink, after = 3 }: LineStyle,
  ): Promise<Laid & { height: number }> {
    const { width } = this;
    const set = await this.type.set(text, font);
    const linesAt = (at: number): string[] => wrapped(set.text, (part) => set.width(part, at) <= width);
    const least = Math.min(size, Math.max(6, size * smallest));
    const widest = Math.max(...set.text.split(' ').map((word) => set.width(word, size)));
    let fitting = Math.max(least, size * Math.min(1, width / widest));
    const count = linesAt(fitting).length;
    if (count > 3) fitting = Math.max(least, fitting * Math.sqrt(3 / count));
    const lines = linesAt(fitting).map((each) => {
      const { over, under } = set.reach(each, fitting);
      return { text: each, over, height: over + under };
    });
    return { set, lines, size: fitting, colour, after, height: lines.reduce((sum, each) => sum + each.height, after) };
  }

  write({ set, lines, size, colour, after }: Laid): void {
    for (const { text, over, height } of lines) {
      if (this.y + height > this.document.page.height - this.document.page.margins.bottom + 0.01) this.turn();
      set.write(text, margin, this.y + over, size, colour);
      this.y += height;
    }
    this.y += after;
  }

  /** Goes on at the top of a new page. */
  turn(): void {
    this.document.addPage();
    this.y = margin;
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
}
