import { criticalPath } from '../../bench/critical-path';

const waits = { aws_slow: 80, aws_medium: 50 };

test('is the one slow resource when nothing depends on another', () => {
  const resource = { aws_slow: { a: {}, b: {} }, aws_medium: { c: {} } };
  expect(criticalPath({ resource }, waits)).toEqual({ seconds: 80, addresses: ['aws_slow.a'] });
});

test('adds up along references and depends_on, through resources that take no time', () => {
  const resource = {
    aws_medium: { key: {}, 'last-one': { depends_on: ['aws_fast.alias'] } },
    aws_fast: { alias: { target: '${aws_medium.key.arn}' } },
    aws_slow: { alone: {} },
  };
  expect(criticalPath({ resource }, waits)).toEqual({
    seconds: 100,
    addresses: ['aws_medium.key', 'aws_fast.alias', 'aws_medium.last-one'],
  });
});
