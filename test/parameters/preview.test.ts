import { loadEnvironments } from '../../parameters/load';
import { definePreview, loadPreviewSettings, type PreviewRequest } from '../../parameters/preview';
import { ParameterError } from '../../problems/problem';
import { declared } from '../fixture/services/declared';
import { other, valid, withFiles } from './files';

const NOW = new Date('2026-11-24T23:30:00Z');
const host = valid({
  hostsPreviews: true,
  protected: false,
  services: {
    storefront: { version: '1.4.2', processes: { web: { replicas: 3, maxReplicas: 9, memoryMiB: 512 } } },
    catalog: {
      versions: [
        { version: '1.8.3', weight: 90 },
        { version: '1.9.0', weight: 10 },
      ],
    },
    report: { version: '2.0.4', commit: '4b825dc' },
  },
});
const template = (changes: Record<string, unknown> = {}) => ({ within: 'dev', ...changes });

function preview(
  changes: Record<string, unknown> = {},
  request: Partial<PreviewRequest> = {},
  files: Record<string, unknown> = { 'dev.json': host, 'qa.json': other() },
) {
  return withFiles({ ...files, 'preview.json': template(changes) }, (directory) => {
    const settings = loadPreviewSettings(directory, loadEnvironments(directory, declared), declared)!;
    return definePreview(settings, { name: 'pr-42', ...request }, declared, NOW);
  });
}

function problems(...args: Parameters<typeof preview>): string[] {
  try {
    preview(...args);
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    return error.problems.map(({ path, got, allowed }) => `${path}: ${got} → ${allowed}`);
  }
  return [];
}

describe('a preview', () => {
  test('is named and dated, belongs to whoever the host belongs to, and is never protected', () => {
    expect(preview()).toMatchObject({
      id: 'pr-42',
      expires: '2026-11-27',
      owner: 'team@acme.example',
      environment: { name: 'preview-pr-42', parameters: { protected: false, hostsPreviews: false } },
    });
  });

  test('begins with the services of its host, with one pod of each process', () => {
    const { storefront, report } = preview().environment.parameters.services;
    expect(storefront).toMatchObject({
      version: '1.4.2',
      processes: { web: { replicas: 1, memoryMiB: 512 }, worker: { replicas: 1 } },
    });
    expect(storefront!.processes.web!.maxReplicas).toBeUndefined();
    expect(report).toMatchObject({ version: '2.0.4', commit: '4b825dc' });
  });

  test('runs the versions that are asked for, which replace whatever said so before', () => {
    const versions = 'catalog=faster-4b825dc,report=2.1.0';
    const { catalog, report } = preview({}, { versions }).environment.parameters.services;
    expect([catalog!.version, catalog!.versions]).toEqual(['faster-4b825dc', undefined]);
    expect([report!.version, report!.commit]).toEqual(['2.1.0', undefined]);
  });

  test('differs where preview.json says so, and in nothing beside that', () => {
    const services = {
      storefront: { processes: { web: { replicas: 2 } }, environment: { LOG_LEVEL: 'debug' } },
    };
    const { storefront } = preview({ services }).environment.parameters.services;
    expect(storefront).toMatchObject({
      version: '1.4.2',
      environment: { LOG_LEVEL: 'debug' },
      processes: { web: { replicas: 2, memoryMiB: 512 } },
    });
  });

  test('takes an owner and a branch that no tag would take', () => {
    expect(preview({}, { name: 'fix/"#42"', owner: 'ada <ada@acme.example>' })).toMatchObject({
      request: 'fix/--42-',
      owner: 'ada -ada@acme.example-',
    });
  });
});

describe('is refused', () => {
  test('within what hosts no previews, and names those that do', () => {
    expect(problems({ within: 'qa' })).toEqual(['within: "qa", which hosts no previews → dev']);
    expect(problems({ within: 'test' })).toEqual(['within: "test", which is no environment → dev']);
    expect(problems({}, {}, { 'dev.json': valid() })).toEqual([
      'within: "dev", which hosts no previews → an environment with "hostsPreviews": true in its file, of which there is none',
    ]);
  });

  test('with every fault of its file at once', () => {
    expect(problems({ most: 0, lifetimeDays: 99, services: { storefront: { version: 'latest' } } })).toEqual([
      'lifetimeDays: 99 → 1 to 30',
      'most: 0 → 1 to 50',
      expect.stringMatching(/^services\.storefront\.version: "latest" → /),
    ]);
  });

  test('with versions and days that are none', () => {
    expect(problems({}, { versions: 'shop=1.0.0,catalog=latest', expires: '2026-02-30' })).toEqual([
      'shop: a service that is not declared → storefront, catalog, report',
      expect.stringMatching(/^catalog: "latest" → /),
      ': "2026-02-30" → a day such as 2026-11-27',
    ]);
  });

  test('with an attempt that is no number', () => {
    expect(problems({}, { attempt: 'next' })).toEqual([': "next" → 0 to 999999']);
  });

  test('where its pods would not fit into their group', () => {
    const services = { storefront: { processes: { web: { replicas: 100 } } } };
    expect(problems({ services }).join('\n')).toMatch(/groups\.shop\.(pods|memoryMiB|cpuMillicores): /);
  });
});

test('without the file there are no previews', () => {
  withFiles({ 'dev.json': host }, (directory) => {
    expect(loadPreviewSettings(directory, loadEnvironments(directory, declared), declared)).toBeUndefined();
  });
});
