import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { spoken, textOf } from '../catalogues/catalogues.js';
import type { CertificateKind, PrintedContent } from './certificate.rules.js';
import { printTable } from './printed-table.js';
import { margin, quiet, Sheet } from './sheet.js';
import { Typesetter } from './typesetter.js';

export interface PrintMarks {
  number: string;
  verifyUrl: string;
}

/**
 * The certificate as a PDF, A4, with the letterhead, and a code that leads to the verification page. What is long goes
 * on over as many pages as it needs. Undefined if no font here has a letter of the name; in other texts, which the
 * reader cannot change, a mark stands in its place (BR-232).
 */
export async function renderCertificate(
  kind: CertificateKind,
  content: PrintedContent,
  { number, verifyUrl }: PrintMarks,
): Promise<Buffer | undefined> {
  const heading = textOf(`prints.certificate.${kind}.heading`);
  const document = new Pdf({
    size: 'A4',
    margin,
    lang: spoken.tag,
    displayTitle: true,
    bufferPages: true,
    info: { Title: heading, Author: content.providerName, CreationDate: new Date(content.issuedOn) },
  });
  const type = new Typesetter(document);
  const name = await type.set(content.namePrinted, 'bold');
  if (name.lost.length > 0) return undefined;
  const page = new Sheet(type);
  const [tall, gap] = content.table ? [0.72, 0.4] : [1, 1];

  await page.line(content.providerName, { font: 'bold', size: 15 });
  for (const each of content.providerLines) await page.line(each, { size: 9.5, colour: quiet });
  page.rule(28 * gap);
  await page.line(heading, { font: 'bold', size: 25 * tall, after: 30 * gap });
  await page.line(textOf(`prints.certificate.${kind}.before`), { colour: quiet, after: 8 * gap });
  await page.line(content.namePrinted, { font: 'bold', size: 23 * tall, after: 12 * gap });
  await page.line(textOf(`prints.certificate.${kind}.after`), { colour: quiet, after: 8 * gap });
  await page.line(content.title, { font: 'bold', size: 17 * tall, after: 24 * gap });
  for (const { label, value } of content.facts)
    await page.line(textOf('prints.certificate.fact', { label, value }), { size: 11.5, after: 5 });

  if (content.table) page.y = await printTable(type, content.table, page.y + 10);
  await foot(type, page, content, number, verifyUrl);
  await numberPages(type, number);
  document.end();
  return buffer(document);
}

const codeSide = 104;

/** Who signs, the number and the code: at the bottom of the page, or of the next one if the text reaches so far. */
async function foot(
  type: Typesetter,
  text: Sheet,
  content: PrintedContent,
  number: string,
  verifyUrl: string,
): Promise<void> {
  const { document } = type;
  const left = document.page.width - margin - codeSide;
  const page = new Sheet(type, { width: left - 24 - margin });
  const lines = [
    ...(content.signatory === null ? [] : [await page.lay(content.signatory, { font: 'bold', size: 11, after: 2 })]),
    ...(content.signatoryTitle === null
      ? []
      : [await page.lay(content.signatoryTitle, { size: 9.5, colour: quiet, after: 8 })]),
    await page.lay(textOf('prints.certificate.issued_on', { day: content.issuedOn }), { size: 9.5, after: 2 }),
    await page.lay(textOf('prints.certificate.number', { number }), { size: 9.5, after: 2 }),
    await page.lay(textOf('prints.certificate.scan'), { size: 9.5, colour: quiet, after: 0 }),
  ];
  const height = Math.max(
    codeSide,
    lines.reduce((sum, each) => sum + each.height, 6),
  );
  const top = document.page.height - margin - height;
  if (text.y > top - 12) text.turn();
  page.y = top + 6;
  for (const each of lines) page.write(each);
  const code = await QRCode.toBuffer(verifyUrl, { errorCorrectionLevel: 'M', margin: 0, scale: 8 });
  const codeTop = document.page.height - margin - codeSide;
  document.image(code, left, codeTop, { width: codeSide });
  document.link(left, codeTop, codeSide, codeSide, verifyUrl);
}

/** Loose pages belong together by their number. */
async function numberPages(type: Typesetter, number: string): Promise<void> {
  const { document } = type;
  const { count } = document.bufferedPageRange();
  if (count === 1) return;
  for (let index = 0; index < count; index++) {
    document.switchToPage(index);
    // The line stands below the margin, where PDFKit would otherwise start another page.
    document.page.margins.bottom = 0;
    await new Sheet(type, { y: document.page.height - margin + 18 }).line(
      textOf('prints.certificate.page', { number, page: index + 1, pages: count }),
      { size: 8, colour: quiet },
    );
  }
}
