import { textOf } from '../../catalogues/catalogues.js';
import type { JournalBlockDto, JournalEntrySummaryDto, JournalVersionDto } from './entry.dto.js';
import type { JournalCommentDto, JournalGrantDto, JournalReadDto } from '../sharing/grant.dto.js';
import { promptOf, promptText } from '../prompts/prompts.js';

/** An entry with everything that belongs to it, as its author takes it home. */
export interface TakenEntry extends Omit<JournalEntrySummaryDto, 'can' | 'version'> {
  blocks: JournalBlockDto[];
  versions: (JournalVersionDto & { blocks: JournalBlockDto[] })[];
  grants: Omit<JournalGrantDto, 'can'>[];
  reads: JournalReadDto[];
  comments: Omit<JournalCommentDto, 'can'>[];
}

/** The newest version to read, with the comments of others below; `media` has the place of each file in the archive. */
export function asMarkdown(
  { title, damaged, createdAt, mood, tags, blocks, comments }: Omit<TakenEntry, 'versions' | 'grants' | 'reads'>,
  media: ReadonlyMap<string, string>,
): string {
  const facts = [
    createdAt?.slice(0, 10),
    mood && textOf('exports.entry.mood', { mood }),
    tags.length > 0 && textOf('exports.entry.about', { tags: tags.join(', ') }),
  ]
    .filter(Boolean)
    .join(' · ');
  const said = comments.map(({ by, writtenAt, text }) =>
    textOf('exports.entry.comment', {
      name: by.chosenName ?? textOf('exports.entry.somebody'),
      day: writtenAt.slice(0, 10),
      text,
    }),
  );
  return `${[`# ${title ?? textOf('exports.entry.untitled')}`, facts, damaged && textOf('exports.entry.damaged'), ...blocks.map((block) => blockAsMarkdown(block, media)), ...(said.length > 0 ? [`## ${textOf('exports.entry.comments')}`, ...said] : [])].filter(Boolean).join('\n\n')}\n`;
}

function blockAsMarkdown(
  { promptId, text, attachmentId, description }: JournalBlockDto,
  media: ReadonlyMap<string, string>,
): string {
  const prompt = promptId === null ? undefined : promptOf(promptId);
  const medium = attachmentId && linked(media.get(attachmentId), description);
  return [prompt && `*${promptText(prompt)}*`, text, medium].filter(Boolean).join('\n\n');
}

/** Pictures are shown, recordings linked; what was removed is not in the archive, and its description stays. */
function linked(place: string | undefined, description: string | null): string | null {
  if (place === undefined) return description;
  const isPicture = /\.(jpg|png|webp)$/.test(place);
  const text = (description ?? textOf(isPicture ? 'exports.entry.picture' : 'exports.entry.recording'))
    .replaceAll(/[\\[\]]/g, '\\$&')
    .replaceAll(/\s+/g, ' ');
  return `${isPicture ? '!' : ''}[${text}](../${place})`;
}
