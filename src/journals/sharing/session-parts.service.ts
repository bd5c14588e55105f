import { Injectable } from '@nestjs/common';

/** Answers whether this person has that part in the session. */
export type SessionPart = (personId: string, sessionId: string) => Promise<boolean>;

const nobody: SessionPart = () => Promise.resolve(false);

/** Who has to do with a session. The modules that know it are wired in `src/app/reactions.ts`. */
@Injectable()
export class SessionPartsService {
  facilitates: SessionPart = nobody;
  attends: SessionPart = nobody;
}
