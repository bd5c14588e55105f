import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

type AnyMethod = (...args: never[]) => unknown;

/** Takes methods that can be called like this one; the compiler refuses every other. */
type DecoratorOf<Method extends AnyMethod> = <Actual extends Method>(
  prototype: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Actual>,
) => void;

/** A method of which something is declared, on the instance that Nest made of its class. */
export interface Declared<Said, Method extends AnyMethod> {
  said: Said;
  /** `Class.method`, for whoever reads. */
  by: string;
  call: Method;
}

/** By the title of what is declared: the lines of a class. */
const pages = new Map<string, (type: NamedType) => string[]>();

interface NamedType {
  name: string;
}

/**
 * Something that a decorator declares of a method, so that it is found by those who must not know its class. Each kind
 * has one of its own: what is said, and which methods it may be said of.
 */
export class Declaration<Said, Method extends AnyMethod> {
  /** By class: its own, not what a class above it says. */
  private readonly said = new WeakMap<object, [method: string | symbol, said: Said][]>();

  /** `title` names it in sentences and pages; `linesOf` is what one of them says there, a line for each answer. */
  constructor(
    readonly title: string,
    linesOf: (said: Said) => readonly string[],
  ) {
    pages.set(title, (type) =>
      this.saidIn(type).flatMap(([method, said]) =>
        linesOf(said).map((line) => `${line}: ${type.name}.${String(method)}`),
      ),
    );
  }

  /** The decorator. */
  says(said: Said): DecoratorOf<Method> {
    return ({ constructor }, method) => void this.said.set(constructor, [...this.saidIn(constructor), [method, said]]);
  }

  /** What is said in a class: the names of methods, each with what is said of it. */
  saidIn(type: object): [method: string | symbol, said: Said][] {
    return this.said.get(type) ?? [];
  }
}

/** Finds declared methods, in the order of the modules and of their providers. */
@Injectable()
export class Declarations {
  constructor(private readonly discovery: DiscoveryService) {}

  /** Every method of which this is declared. */
  find<Said, Method extends AnyMethod>(declaration: Declaration<Said, Method>): Declared<Said, Method>[] {
    return this.providers().flatMap(({ type, instance }) =>
      declaration.saidIn(type).map(([method, said]) => ({
        said,
        by: `${type.name}.${String(method)}`,
        call: ((...args: unknown[]) => instance[method]?.(...args)) as AnyMethod as Method,
      })),
    );
  }

  /** The same, where nobody to answer is a mistake. */
  findSome<Said, Method extends AnyMethod>(declaration: Declaration<Said, Method>): Declared<Said, Method>[] {
    const found = this.find(declaration);
    if (found.length === 0) throw new Error(`Nobody declares: ${declaration.title}`);
    return found;
  }

  /** One method for each of the names under which it is declared; two for the same are refused. */
  findByName<Name extends string, Said, Method extends AnyMethod>(
    declaration: Declaration<Said, Method>,
    namesOf: (said: Said) => readonly Name[],
  ): Map<Name, Declared<Said, Method>> {
    const byName = new Map<Name, Declared<Said, Method>>();
    for (const found of this.find(declaration))
      for (const name of namesOf(found.said)) {
        const other = byName.get(name);
        if (other) throw new Error(`Two for ${name} (${declaration.title}): ${other.by} and ${found.by}`);
        byName.set(name, found);
      }
    return byName;
  }

  /** Everything that is declared, by its title: lines that say who answers what. */
  page(): Map<string, string[]> {
    const types = this.providers().map(({ type }) => type);
    return new Map([...pages].map(([title, linesIn]) => [title, types.flatMap(linesIn)]));
  }

  /** What Nest made itself; a provider that only has another name for one is left out. */
  private providers(): { type: NamedType; instance: Record<string | symbol, (...args: unknown[]) => unknown> }[] {
    return this.discovery
      .getProviders()
      .flatMap(({ metatype, instance, isAlias }) => (metatype && !isAlias ? [{ type: metatype, instance }] : []));
  }
}
