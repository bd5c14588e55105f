import { isNativeError } from 'node:util/types';
import { withoutAacTags } from './aac.js';
import { withoutAmrTail } from './amr.js';
import { withoutMp3Tags } from './mp3.js';
import { withoutMp4Metadata } from './mp4.js';
import { withoutOggComments } from './ogg.js';
import { withoutWavMetadata } from './wav.js';
import { withoutWebmTags } from './webm.js';

/**
 * By the type that the content shows; browsers record WebM or MP4, telephones M4A, older ones 3GP, AAC or AMR. Each answers undefined for what it
 * cannot read or what shows moving pictures.
 */
const cleaners: Record<string, { mediaType: string; clean: (bytes: Buffer) => Buffer | undefined }> = {
  'audio/aac': { mediaType: 'audio/aac', clean: withoutAacTags },
  'audio/amr': { mediaType: 'audio/amr', clean: withoutAmrTail },
  'video/3gpp': { mediaType: 'audio/3gpp', clean: withoutMp4Metadata },
  'video/3gpp2': { mediaType: 'audio/3gpp2', clean: withoutMp4Metadata },
  'audio/mpeg': { mediaType: 'audio/mpeg', clean: withoutMp3Tags },
  'audio/vnd.wave': { mediaType: 'audio/wav', clean: withoutWavMetadata },
  'audio/wav': { mediaType: 'audio/wav', clean: withoutWavMetadata },
  'audio/x-m4a': { mediaType: 'audio/mp4', clean: withoutMp4Metadata },
  'audio/mp4': { mediaType: 'audio/mp4', clean: withoutMp4Metadata },
  'video/mp4': { mediaType: 'audio/mp4', clean: withoutMp4Metadata },
  'audio/ogg': { mediaType: 'audio/ogg', clean: withoutOggComments },
  'video/webm': { mediaType: 'audio/webm', clean: withoutWebmTags },
  'audio/webm': { mediaType: 'audio/webm', clean: withoutWebmTags },
};

export const isRecording = (mediaType: string): boolean => mediaType in cleaners;

/** The sound as it was, without what the device wrote beside it: titles, places, times, pictures. */
export function cleaned(bytes: Buffer, foundType: string): { bytes: Buffer; mediaType: string } | undefined {
  const cleaner = cleaners[foundType];
  try {
    const sound = cleaner?.clean(bytes);
    return cleaner && sound && { bytes: sound, mediaType: cleaner.mediaType };
  } catch (error) {
    // A length that points beyond the end: the file is damaged. By name, since Jest has a RangeError beside Node's own.
    if (isNativeError(error) && error.name === 'RangeError') return undefined;
    throw error;
  }
}
