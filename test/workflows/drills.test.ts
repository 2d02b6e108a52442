import { allPoints } from '../drills/points/all';
import { jobs } from './workflows';

test('every point is tried each night', () => {
  const [, job] = jobs.find(([name]) => name === 'drills/drills')!;
  const groups = new Set(allPoints.map(({ name }) => name.split('/')[0]));
  expect(new Set(job.strategy!.matrix.points)).toEqual(groups);
});

test('no part of the nightly tests is left out', () => {
  const [, job] = jobs.find(([name]) => name === 'drills/nightly')!;
  const shards = job.strategy!.matrix.shard as readonly string[];
  expect(shards).toEqual(shards.map((_, index) => `${index + 1}/${shards.length}`));
});
