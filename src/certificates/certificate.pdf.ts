import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import QRCode from 'qrcode';
import { spoken, textOf } from '../catalogues/catalogues.js';
import type { CertificateKind, PrintedContent } from './certificate.rules.js';
import { printTable } from './printed-table.js';
import { margin, quiet, registerFonts, Sheet } from './sheet.js';

export interface PrintMarks {
  number: string;
  verifyUrl: string;
}

/**
 * The certificate as a PDF, A4, with the letterhead, and a code that leads to the verification page. A table goes on
 * over as many pages as it needs.
 */
export async function renderCertificate(
  kind: CertificateKind,
  content: PrintedContent,
  { number, verifyUrl }: PrintMarks,
): Promise<Buffer> {
  const heading = textOf(`prints.certificate.${kind}.heading`);
  const document = new Pdf({
    size: 'A4',
    margin,
    lang: spoken.tag,
    displayTitle: true,
    bufferPages: true,
    info: { Title: heading, Author: content.providerName, CreationDate: new Date(content.issuedOn) },
  });
  registerFonts(document);
  const page = new Sheet(document);
  const [tall, gap] = content.table ? [0.72, 0.4] : [1, 1];

  page.line(content.providerName, { font: 'bold', size: 15 });
  for (const each of content.providerLines) page.line(each, { size: 9.5, colour: quiet });
  page.rule(28 * gap);
  page.line(heading, { font: 'bold', size: 25 * tall, after: 30 * gap });
  page.line(textOf(`prints.certificate.${kind}.before`), { colour: quiet, after: 8 * gap });
  page.line(content.namePrinted, { font: 'bold', size: 23 * tall, after: 12 * gap });
  page.line(textOf(`prints.certificate.${kind}.after`), { colour: quiet, after: 8 * gap });
  page.line(content.title, { font: 'bold', size: 17 * tall, after: 24 * gap });
  for (const { label, value } of content.facts)
    page.line(textOf('prints.certificate.fact', { label, value }), { size: 11.5, after: 5 });

  if (content.table && printTable(document, content.table, page.y + 10) > footTop(document) - 12) document.addPage();
  await foot(document, content, number, verifyUrl);
  numberPages(document, number);
  document.end();
  return buffer(document);
}

const codeSide = 104;
const footTop = (document: PDFKit.PDFDocument): number => document.page.height - margin - codeSide;

async function foot(
  document: PDFKit.PDFDocument,
  content: PrintedContent,
  number: string,
  verifyUrl: string,
): Promise<void> {
  const top = footTop(document);
  const left = document.page.width - margin - codeSide;
  const page = new Sheet(document, { y: top + 6, width: left - 24 - margin });
  if (content.signatory !== null) page.line(content.signatory, { font: 'bold', size: 11, after: 2 });
  if (content.signatoryTitle !== null) page.line(content.signatoryTitle, { size: 9.5, colour: quiet, after: 8 });
  page.line(textOf('prints.certificate.issued_on', { day: content.issuedOn }), { size: 9.5, after: 2 });
  page.line(textOf('prints.certificate.number', { number }), { size: 9.5, after: 2 });
  page.line(textOf('prints.certificate.scan'), { size: 9.5, colour: quiet });
  const code = await QRCode.toBuffer(verifyUrl, { errorCorrectionLevel: 'M', margin: 0, scale: 8 });
  document.image(code, left, top, { width: codeSide });
  document.link(left, top, codeSide, codeSide, verifyUrl);
}

/** Loose pages belong together by their number. */
function numberPages(document: PDFKit.PDFDocument, number: string): void {
  const { count } = document.bufferedPageRange();
  if (count === 1) return;
  for (let index = 0; index < count; index++) {
    document.switchToPage(index);
    // The line stands below the margin, where PDFKit would otherwise start another page.
    document.page.margins.bottom = 0;
    new Sheet(document, { y: document.page.height - margin + 18 }).line(
      textOf('prints.certificate.page', { number, page: index + 1, pages: count }),
      {
        size: 8,
        colour: quiet,
      },
    );
  }
}
