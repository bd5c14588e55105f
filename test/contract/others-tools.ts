import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { type RulesetDefinition, Spectral } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import { sayPlace, stepsOf } from './committed-document.js';

/** What Redocly finds with its recommended rules, warnings too. */
export async function foundByRedocly(document: OpenAPIObject): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: JSON.stringify(document), config });
  return found.map(({ ruleId, message, location: [at] }) =>
    sentence(ruleId, message, sayPlace(stepsOf(at?.pointer ?? ''), document)),
  );
}

/** What Spectral finds with its rules for OpenAPI (`spectral:oas`), warnings and hints too. */
export async function foundBySpectral(document: OpenAPIObject): Promise<string[]> {
  const spectral = new Spectral();
  spectral.setRuleset({ extends: oas as RulesetDefinition });
  const found = await spectral.run(structuredClone(document) as unknown as Record<string, unknown>);
  return found.map(({ code, message, path }) => sentence(String(code), message, sayPlace(path, document)));
}

const sentence = (rule: string, message: string, place: string): string => `${place}: ${message} (${rule})`;
