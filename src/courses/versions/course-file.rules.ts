import { mediaTypeOf } from '../../platform/files/media-type.js';
import { isUtf8 } from 'node:buffer';

/** What a handout can be, with the ending of its name. Served as a download, never shown in place. */
const endings: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/epub+zip': 'epub',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'audio/mpeg': 'mp3',
  'text/plain': 'txt',
};

export const endingOf = (mediaType: string): string => endings[mediaType] ?? 'bin';

/** What the bytes are, by their content; undefined for what materials cannot be. */
export async function handoutType(bytes: Buffer): Promise<string | undefined> {
  const mediaType =
    (await mediaTypeOf(bytes)) ?? (bytes.length > 0 && isUtf8(bytes) && !bytes.includes(0) ? 'text/plain' : '');
  return mediaType in endings ? mediaType : undefined;
}
