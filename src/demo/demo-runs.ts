import type { DemoRun, DemoVenues } from './run-story.js';

/** What is on: finished, in progress, open, full, and one whose booking opens next week. */
export function demoRuns(versions: Map<string, string>, { termId, venueId, roomId }: DemoVenues): DemoRun[] {
  const of = (title: string): string => versions.get(title) ?? '';
  const limited = (places: number) => ({ kind: 'limited', places }) as const;
  return [
    {
      run: { termId, versionId: of('Managing Your Inner Critic'), mode: 'in_person', venueId, capacity: limited(8) },
      peer: 'iris',
      learned: 'noor',
      days: [-37, -30, -23, -16],
      hour: 10,
      learners: ['eve', 'fay', 'gil', 'hana', 'ike'],
    },
    {
      examples: { session: 'session', enrolment: 'enrolment' },
      run: {
        termId,
        versionId: of('Challenging Procrastination'),
        mode: 'online',
        onlineRoomId: roomId,
        capacity: limited(10),
      },
      peer: 'ada',
      learned: 'noor',
      days: [-4, 3],
      hour: 18,
      learners: ['joss', 'kit', 'lou', 'mika', 'nell'],
    },
    {
      run: {
        termId,
        versionId: of("A Good Night's Sleep"),
        mode: 'online',
        onlineRoomId: roomId,
        capacity: limited(12),
      },
      peer: 'iris',
      learned: 'ben',
      days: [10],
      hour: 18,
      learners: ['oz', 'pia'],
    },
    {
      examples: { run: 'run', assignment: 'facilitatorAssignment' },
      run: { termId, versionId: of('Building Better Boundaries'), mode: 'in_person', venueId, capacity: limited(12) },
      peer: 'ada',
      learned: 'ben',
      days: [12, 19],
      hour: 10,
      drafts: [1],
      learners: ['eve', 'fay', 'gil', 'hana'],
    },
    {
      run: {
        termId,
        versionId: of('Coping with Current Events'),
        mode: 'online',
        onlineRoomId: roomId,
        capacity: limited(3),
      },
      peer: 'iris',
      learned: 'noor',
      days: [8],
      hour: 17,
      learners: ['quin', 'rae', 'sol', 'tam', 'uma'],
    },
    {
      run: { termId, versionId: of('Adulting 101'), mode: 'in_person', venueId, capacity: limited(10) },
      peer: 'iris',
      learned: 'ben',
      days: [24, 31, 38],
      hour: 14,
      learners: ['vic', 'wes', 'yara'],
    },
  ];
}
