import type { Role } from '../../src/platform/actor.js';
import type { Kind, World } from './world.js';

export type Relation = 'own' | 'related' | 'unrelated';
/** A role, a relation, or both at once; `anyone` is everybody whom the route lets in. */
export type Who = Role | Relation | `${Relation} ${Role}` | 'anyone';

/** The row half of one route's access. Whoever is named nowhere must not learn that the thing exists. */
export interface Line {
  /** What the path names, or the body when the path names nothing. */
  of?: Kind;
  /** Who may call it: it works, or the state of things refuses it. */
  may: readonly Who[];
  /** Who knows that the thing exists, and is told that this is not for them (403). */
  sees?: readonly Who[];
  /** Fields that a valid body needs beyond the least that the document asks for. */
  body?: (ids: World['ids'], id: string) => object;
  /** Other names in the path. */
  path?: (ids: World['ids']) => Record<string, string>;
  /** Parameters that the route cannot do without. */
  query?: (ids: World['ids']) => Record<string, string>;
  /** Everybody gets this, whatever they name: the route asks for a secret, or does nothing. */
  always?: 'signed out' | 'may';
}

/** A route that names nothing: whoever the route lets in may call it. */
export const open: Line = { may: ['anyone'] };
/** As `open`, with a body that the document alone does not give. */
export const openWith = (body: Line['body']): Line => ({ ...open, body });
/** A route about one thing of this kind, and who may what with it. */
export const on = (of: Kind, may: readonly Who[], more: Omit<Line, 'of' | 'may'> = {}): Line => ({ of, may, ...more });

export const applies = (to: readonly Who[], role: Role, relation: Relation): boolean =>
  to.some((who) => who === 'anyone' || who === role || who === relation || who === `${relation} ${role}`);
