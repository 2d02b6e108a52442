import type { Aws } from '../../../programs/aws';

/** Answers by the words that a call of the AWS CLI begins with: what it prints, or why it fails. Nothing to any other. */
export function account(answers: Readonly<Record<string, string | object>> = {}) {
  const calls: string[] = [];
  const run = async (...args: readonly string[]) => {
    const call = args.join(' ');
    calls.push(call);
    const key = Object.keys(answers).find((words) => call.startsWith(words));
    const answer = key === undefined ? '' : answers[key]!;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  };
  const aws = { run, json: async (...args: string[]) => JSON.parse(await run(...args)), in: () => aws };
  return { aws: aws as unknown as Aws, calls };
}

const tag = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** What the tagging API lists. */
export function listed(tags: Readonly<Record<string, string>>, ...arns: readonly string[]) {
  return { ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN, Tags: tag(tags) })) };
}

/** What IAM tells of a role. */
export function role(tags: Readonly<Record<string, string>>) {
  return { Role: { Tags: tag(tags) } };
}
