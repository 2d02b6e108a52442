import { Construct } from 'constructs';
import { keepRunbooks, runbookLink } from '../../../constructs/alarms/runbook';
import { synth } from '../../helpers';

const linkOf = (forge?: string): string => {
  let link = '';
  synth((stack) => {
    const part = new Construct(stack, 'part');
    if (forge !== undefined) keepRunbooks(part, { forge });
    link = runbookLink(new Construct(part, 'database'), 'database-cpu');
  });
  return link;
};

test.each(['repo:acme/platform', 'repo:acme@1234/platform@5678'])(
  'the link of a stack of %s leads to the default branch of the repository',
  (forge) => {
    expect(linkOf(forge)).toBe(
      'https://github.com/acme/platform/blob/HEAD/docs/runbooks/alarms/database-cpu.md',
    );
  },
);

test('a stack that knows no repository gives the path alone', () => {
  expect(linkOf()).toBe('docs/runbooks/alarms/database-cpu.md');
});
