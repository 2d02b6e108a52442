import { placeInSource } from '../../../declarations/checks/place';

const source = `import type { Service } from '../declarations/service';

/** A shop: { with braces }. */
export const shop: Service = {
  description: 'The shop: { "a": 1 }',
  processes: {
    // The pages.
    web: { port: 80, ready: '/ready', live: ["bin/web", 'live'] },
    worker,
  },
  routes: [{ process: 'web' }, { path: '/a', process: 'wep' }],
  'bind': ['orders', 'sesions'],
  flags: merge({ fast: 'Fast' }),
};
`;

test.each([
  ['processes.web.port', 8, 12],
  ['processes.web.live.1', 8, 57],
  ['processes.worker', 9, 5],
  ['processes.worker.port', 9, 5],
  ['routes.1.process', 11, 46],
  ['bind.1', 12, 22],
  ['flags.fast', 13, 3],
  ['group', 4, 30],
  ['', 4, 30],
])('finds %s, or what encloses it', (path, line, column) => {
  expect(placeInSource(source, path)).toEqual({ line, column });
});

test('finds nothing where there is no object', () => {
  expect(placeInSource('export const shop = make();', 'group')).toBeUndefined();
});
