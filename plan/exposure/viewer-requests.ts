import type { Change } from '../change';
import { at, list, type Value } from '../value';

/** A behavior of CloudFront no longer asks a program, such as a sign-in, before it answers. Which kind of program does not count. */
export function answersUnasked(change: Change): string[] {
  if (change.type !== 'aws_cloudfront_distribution' || !change.stays) return [];
  const after = behaviors(change.after);
  return behaviors(change.before)
    .filter(({ path, isAsked }) => isAsked && after.some((other) => other.path === path && !other.isAsked))
    .map(({ path }) => `no longer asks the program that stood before its answers to ${path}`);
}

function behaviors(side: Value): { readonly path: string; readonly isAsked: boolean }[] {
  const all = [...list(at(side, 'default_cache_behavior')), ...list(at(side, 'ordered_cache_behavior'))];
  return all.map((behavior) => ({
    path: String(at(behavior, 'path_pattern') ?? 'requests'),
    isAsked: ['lambda_function_association', 'function_association'].some((path) =>
      list(at(behavior, path)).some((one) => /^(viewer|origin)-request$/.test(`${at(one, 'event_type')}`)),
    ),
  }));
}
