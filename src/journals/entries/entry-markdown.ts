import type { JournalBlockDto, JournalEntrySummaryDto, JournalVersionDto } from './entry.dto.js';
import type { JournalCommentDto, JournalGrantDto, JournalReadDto } from '../sharing/grant.dto.js';
import { promptOf } from '../prompts/prompts.js';

/** An entry with everything that belongs to it, as its author takes it home. */
export interface TakenEntry extends Omit<JournalEntrySummaryDto, 'can' | 'version'> {
  blocks: JournalBlockDto[];
  versions: (JournalVersionDto & { blocks: JournalBlockDto[] })[];
  grants: Omit<JournalGrantDto, 'can'>[];
  reads: JournalReadDto[];
  comments: Omit<JournalCommentDto, 'can'>[];
}

/** The newest version to read, with the comments of others below. */
export function asMarkdown({
  title,
  createdAt,
  mood,
  tags,
  blocks,
  comments,
}: Omit<TakenEntry, 'versions' | 'grants' | 'reads'>): string {
  const facts = [createdAt?.slice(0, 10), mood && `Mood: ${mood}`, tags.length > 0 && `About: ${tags.join(', ')}`]
    .filter(Boolean)
    .join(' · ');
  const said = comments.map(
    ({ by, writtenAt, text }) => `**${by.chosenName ?? 'Somebody'}**, ${writtenAt.slice(0, 10)}:\n\n${text}`,
  );
  return `${[`# ${title ?? 'Untitled'}`, facts, ...blocks.map(blockAsMarkdown), ...(said.length > 0 ? ['## Comments', ...said] : [])].filter(Boolean).join('\n\n')}\n`;
}

function blockAsMarkdown({ promptId, text, attachmentId, description }: JournalBlockDto): string {
  const prompt = promptId === null ? undefined : promptOf(promptId);
  const medium = attachmentId && `(media/${attachmentId}) ${description ?? ''}`.trim();
  return [prompt && `*${prompt.text}*`, text, medium].filter(Boolean).join('\n\n');
}
