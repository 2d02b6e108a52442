import { createHash } from 'node:crypto';
import { loadEnvironments } from '../../../parameters/load';
import { loadPreviewSettings } from '../../../parameters/preview';
import { ParameterError } from '../../../problems/problem';
import { declared } from '../../fixture/services/declared';
import { other, valid, withFiles } from '../../parameters/files';
import { faultsOf } from '../valid';

const key = createHash('sha256').update('a key').digest('hex');
const wayOut =
  "what anybody may read. For a secret: secrets: ['partner-key'] in services/shop.ts, then npm run secret -- set <environment> shop partner-key; whoever has seen it here keeps it, so make a new one. For what only looks like one: notSecret: ['PARTNER_KEY'] in services/shop.ts";

describe('a key in the configuration of a service', () => {
  test('is refused with the way to do it right, and is not shown once more', () => {
    expect(faultsOf({ environment: { CURRENCY: 'EUR', PARTNER_KEY: key } })).toEqual([
      `environment.PARTNER_KEY: a long text that looks random → ${wayOut}`,
    ]);
  });

  test('is taken where the declaration says that it is none', () => {
    expect(faultsOf({ environment: { PARTNER_KEY: key }, notSecret: ['PARTNER_KEY'] })).toEqual([]);
    expect(faultsOf({ environment: { OTHER_KEY: key }, notSecret: ['PARTNER_KEY'] })).toHaveLength(1);
  });
});

const services = (environment: object) => ({
  ...valid().services,
  storefront: { version: '1.4.2', environment },
});

function problems(files: Record<string, object>, services = declared.services): string[] {
  try {
    withFiles(files, (directory) => {
      const what = { ...declared, services };
      loadPreviewSettings(directory, loadEnvironments(directory, what), what);
    });
    return [];
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    expect(error.message).not.toContain(key);
    return error.problems.map(({ path, got }) => `${path}: ${got}`);
  }
}

describe('a key in a parameter file', () => {
  const found = ['services.storefront.environment.PARTNER_KEY: a long text that looks random'];

  test('is refused in that of an environment', () => {
    expect(problems({ 'dev.json': valid({ services: services({ PARTNER_KEY: key }) }) })).toEqual(found);
  });

  test('is refused in that of previews, also when nobody asks for one', () => {
    const host = valid({ hostsPreviews: true, protected: false });
    const preview = { within: 'dev', services: { storefront: { environment: { PARTNER_KEY: key } } } };
    expect(problems({ 'dev.json': host, 'qa.json': other(), 'preview.json': preview })).toEqual(found);
  });

  test('is taken where the declaration says that it is none', () => {
    const storefront = { ...declared.services.storefront, notSecret: ['PARTNER_KEY'] };
    const files = { 'dev.json': valid({ services: services({ PARTNER_KEY: key }) }) };
    expect(problems(files, { ...declared.services, storefront })).toEqual([]);
  });
});
