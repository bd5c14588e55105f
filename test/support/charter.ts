import { CollegeTextService } from '../../src/college/college-text.service.js';
import { aPerson, type Site } from './builders.js';

export const charter = {
  language: 'en-CA',
  title: 'Our charter',
  sections: [{ heading: 'Together', paragraphs: ['We listen.', 'What is said here stays here.'] }],
};

/** A charter that everybody has to accept anew; answers its number. */
export async function aNewCharter(college: Site): Promise<number> {
  const { id: personId } = await aPerson(college, { roles: ['administrator'] });
  const actor = {
    personId,
    signInId: personId,
    roles: new Set(['administrator'] as const),
    authenticatedAt: college.clock.now(),
    afterCard: null,
    withFactor: false,
    call: { requestId: 'test' },
  };
  const written = await college.app.get(CollegeTextService).write(actor, 'charter', { ...charter, material: true });
  return written.version;
}
