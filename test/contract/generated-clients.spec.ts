import openapiTypes, { astToString } from 'openapi-typescript';
import { generateApi } from 'swagger-typescript-api';
import { describedRoutes } from '../support/samples.js';
import { clientCalls } from './client-calls.js';
import { document } from './committed-document.js';
import { faultsOf } from './compiling.js';

/** What the document does not allow; that it compiles is a fault. */
const misuse = `
export async function misuse() {
  // @ts-expect-error a state that no run has
  await college["/api/v1/runs"].get({ query: { state: "nowhere" } });
  // @ts-expect-error a parameter that nothing knows
  await college["/api/v1/runs"].get({ query: { nothing: "open" } });
  // @ts-expect-error an id that is missing
  await college["/api/v1/runs/{id}"].get({});
  // @ts-expect-error a field that no answer has
  const { nothing } = await college["/api/v1/runs"].get({});
  // @ts-expect-error a body that is missing
  await college["/api/v1/auth/sign-in"].post({});
  const { items } = await college["/api/v1/runs"].get({});
  // @ts-expect-error a text that is no number
  const mode: number = items[0].mode;
}
`;

const calls = clientCalls(document);
let faults: string[];
beforeAll(async () => {
  // Others' generators change what they are given.
  const types = await openapiTypes(structuredClone(document) as never, { silent: true });
  const { files } = await generateApi({ spec: structuredClone(document) as never, output: false, silent: true });
  const [client] = files;
  expect(client?.fileContent.length).toBeGreaterThan(100_000);
  faults = faultsOf({
    'paths.ts': astToString(types),
    'calls.ts': calls + misuse,
    'client.ts': client?.fileContent ?? '',
  });
});
const faultsIn = (...files: string[]) => faults.filter((each) => files.some((file) => each.startsWith(file)));

test('every operation is called with every parameter by the types of openapi-typescript, without a cast', () => {
  expect(calls.match(/^export async function/gm)?.length).toBe(describedRoutes(document).length);
  expect(faultsIn('paths.ts', 'calls.ts')).toEqual([]);
});

test('a client of swagger-typescript-api compiles', () => {
  expect(faultsIn('client.ts')).toEqual([]);
});

test('nothing else is wrong with them', () => {
  expect(faults.filter((each) => !/^(?:paths|calls|client)\.ts/.test(each))).toEqual([]);
});
