import { allPoints } from '../drills/points/all';
import { jobs } from './workflows';

test('every point is tried each night', () => {
  const [, job] = jobs.find(([name]) => name === 'drills/drills')!;
  const groups = new Set(allPoints.map(({ name }) => name.split('/')[0]));
  expect(new Set(job.strategy!.matrix.points)).toEqual(groups);
});
