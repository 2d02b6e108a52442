import { ids } from '../made';
import { changed } from './shapes';

// Which objects a chart makes no plan shows.

describe('a chart', () => {
  const release = (more: object) => ({
    name: 'x',
    chart: 'x',
    repository: 'https://x.example',
    version: '1.0.0',
    ...more,
  });
  const to = (before: object, after: object) => ids(changed('helm_release', release(before), release(after)));
  const values = (text: string) => ({ values: [text] });

  test('makes what nobody sees with another version or other values', () => {
    expect(to({}, { version: '1.0.1' })).toEqual(['pod-privileged']);
    expect(to(values('rbac: {create: false}'), values('rbac: {create: true}'))).toEqual(['pod-privileged']);
    expect(to({}, { set: [{ name: 'hostNetwork', value: 'true' }] })).toEqual(['pod-privileged']);
  });
  test('makes the same with another image, number or patience', () => {
    expect(
      to(values('image: {tag: a}\nrbac: {create: true}'), values('image: {tag: b}\nrbac: {create: true}')),
    ).toEqual([]);
    expect(
      to({ set: [{ name: 'replicaCount', value: '2' }] }, { set: [{ name: 'replicaCount', value: '3' }] }),
    ).toEqual([]);
    expect(to({ timeout: 300 }, { timeout: 600 })).toEqual([]);
  });
});
