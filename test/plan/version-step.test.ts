import { Change } from '../../plan/change';
import { raisedVersion, refusedStep } from '../../plan/version-step';

const FILE = 'environments/dev.json';

const change = (type: string, before: object, after: object, actions = ['update']) =>
  new Change('dev', {
    address: `${type}.one`,
    mode: 'managed',
    type,
    name: 'one',
    change: { before, after, actions },
  });

const engine = (type: string, was: string, will: string, actions?: string[]) =>
  refusedStep(change(type, { engine_version: was }, { engine_version: will }, actions), FILE);
const kubernetes = (was: string, will: string) =>
  refusedStep(change('aws_eks_cluster', { version: was }, { version: will }), FILE);

describe('a deploy that AWS would refuse says what to put into the parameter file:', () => {
  test('a database whose version AWS raised', () => {
    expect(engine('aws_db_instance', '8.4.11', '8.4.10')).toBe(
      'aws_db_instance.one runs 8.4.11, and the file says 8.4.10: a version only goes up: put 8.4.11 into environments/dev.json',
    );
  });

  test('a cache, which the provider would make anew, empty', () => {
    expect(engine('aws_elasticache_replication_group', '8.2', '8.1', ['delete', 'create'])).toContain(
      'put 8.2 into',
    );
    expect(engine('aws_elasticache_cluster', '1.6.22', '1.6.17', ['delete', 'create'])).toContain(
      'put 1.6.22 into',
    );
  });

  test('a cluster that AWS raised at the end of its support', () => {
    expect(kubernetes('1.35', '1.34')).toContain('put 1.35 into environments/dev.json');
  });

  test('two Kubernetes minors in one deploy', () => {
    expect(kubernetes('1.34', '1.36')).toBe(
      'aws_eks_cluster.one runs Kubernetes 1.34, and the file says 1.36: it goes up one minor at a time, so put 1.35 into environments/dev.json, deploy, and then the one after it',
    );
  });
});

test.each([
  ['aws_db_instance', '17.9', '17.10'],
  ['aws_db_instance', '17.10', '18.4'],
  ['aws_elasticache_replication_group', '7.1', '7.1.0'],
])('%s from %s to %s is nothing to stop', (type, was, will) => {
  expect(engine(type, was, will)).toBeUndefined();
});

test('one Kubernetes minor is nothing to stop, from 1.9 to 1.10 either', () => {
  expect(kubernetes('1.35', '1.36')).toBeUndefined();
  expect(kubernetes('1.9', '1.10')).toBeUndefined();
});

test('drift of another value, or to an earlier version, is not told as raised', () => {
  const drifted = (deployed: object, found: object) =>
    raisedVersion(
      { address: 'aws_db_instance.one', gone: false, deployed: { ...deployed }, found: { ...found } },
      FILE,
    );
  expect(drifted({ port: 1 }, { port: 2 })).toBeUndefined();
  expect(drifted({ engine_version: '17.10' }, { engine_version: '17.9' })).toBeUndefined();
});
