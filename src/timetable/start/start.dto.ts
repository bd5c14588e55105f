import { IsInt } from 'class-validator';
import { MeDto } from '../../people/account/me.dto.js';
import { RegistrationDto } from '../../people/registration/registration.dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { AgendaItemDto } from '../around-a-run/agenda.dto.js';

/** What a first screen needs, in one answer. */
export class StartDto {
  /** My profile and roles. */
  me: MeDto;
  /** My registration; null while a second factor is asked of me. */
  registration: RegistrationDto | null;
  /**
   * Everything that I am asked, each once: what `me` asks, and what is missing for a registration that I began.
   * `second_factor_required` comes first, and alone opens the rest.
   */
  asks: UnmetDto[];
  /** Messages that I have not read, counted to a hundred; null while a second factor is asked of me. */
  @IsInt() unreadMessages: number | null;
  /** The first three of my agenda; null while a second factor is asked of me. */
  nextSessions: AgendaItemDto[] | null;
}
