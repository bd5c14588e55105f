import { ApiProperty } from '@nestjs/swagger';
import { NamedCourseDto, NamedPersonDto, NamedRunDto, NamedSessionDto } from './named.dto.js';

const shown = { person: NamedPersonDto, run: NamedRunDto, session: NamedSessionDto, course: NamedCourseDto };

/** What has a name of its own and a route that opens it. */
export type NamedKind = keyof typeof shown;
export type NamedRecord = InstanceType<(typeof shown)[NamedKind]>;

/** A field of an answer in which the name of something stands whose id stands in another one. */
export interface NamedField {
  kind: NamedKind;
  name: string;
  id: string;
  /** Whoever could not open the record gets no id either. */
  idToo: boolean;
}

const fields = new WeakMap<object, NamedField[]>();

/**
 * The name of what the field `id` says, `personId` beside `person`; null where the reader could not open that record
 * now by its own route (BR-190). Filled in after the handler, so that no presenter knows of it. `idToo`: then the id is
 * null as well, because it alone would say who it is.
 */
export const Named =
  (kind: NamedKind, id?: string, { idToo = false } = {}): PropertyDecorator =>
  (target, property) => {
    const name = String(property);
    fields.set(target, [...(fields.get(target) ?? []), { kind, name, id: id ?? `${name}Id`, idToo }]);
    ApiProperty({ type: () => shown[kind], required: true, nullable: true })(target, property);
  };

/** The named fields of this very class, without those of the class that it extends. */
export const namedFieldsOf = (prototype: object): readonly NamedField[] => fields.get(prototype) ?? [];
