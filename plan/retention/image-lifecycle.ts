import type { Change } from '../change';
import { expanded } from '../expanded';
import type { Plan } from '../plan';
import { numberOf } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { at, canonical, isObject, list, Mark, type Value } from '../value';

const TYPE = 'aws_ecr_lifecycle_policy';

/** A rule that deletes images: how many, or for how many days, it keeps. */
interface ImageRule {
  readonly kind: 'images' | 'days';
  readonly count: number;
  /** Which images: `any`, `untagged`, or the prefixes or patterns of tags. */
  readonly of: string;
}

/** Why the policy of an image repository deletes images that it kept before. */
export function fewerImages(change: Change, plan: Plan): string | undefined {
  if (change.type !== TYPE || change.goes) return undefined;
  const repository = change.will('repository');
  if (
    plan.creates(repository, 'aws_ecr_repository') ||
    (change.action === 'create' && repository instanceof Mark)
  ) {
    return undefined;
  }
  const before = earlier(change, plan);
  const [was, will] = [rulesOf(at(before, 'policy')), rulesOf(change.will('policy'))];
  if (!will) return 'may delete images sooner: its policy is known only after apply';
  const found = will.filter(
    ({ kind, count, of }) =>
      !was?.some((rule) => rule.kind === kind && rule.count <= count && covers(rule.of, of)),
  );
  return found.length > 0 ? `keeps ${found.map((rule) => words(rule, was)).join(', ')}` : undefined;
}

function words({ kind, count, of }: ImageRule, was: readonly ImageRule[] = []): string {
  const earlier = was.find((rule) => rule.kind === kind && rule.of === of);
  const which = of === 'any' ? '' : ` (${of})`;
  return kind === 'images'
    ? `${earlier ? `${earlier.count} → ` : ''}${count} images${which}`
    : `images${which} for ${earlier ? `${earlier.count} → ` : ''}${count} days`;
}

function covers(a: string, b: string): boolean {
  return a === 'any' || a === b;
}

function rulesOf(policy: Value): ImageRule[] | undefined {
  if (policy === undefined || policy === null) return [];
  const whole = expanded(policy);
  if (!isObject(whole)) return undefined;
  return list(at(whole, 'rules')).map((rule) => {
    const status = at(rule, 'selection.tagStatus');
    const tags = [at(rule, 'selection.tagPrefixList'), at(rule, 'selection.tagPatternList')].flatMap(list);
    return {
      kind: at(rule, 'selection.countType') === 'imageCountMoreThan' ? 'images' : 'days',
      count: numberOf(at(rule, 'selection.countNumber')) ?? 0,
      of: status === 'tagged' ? canonical([...tags].sort()) : `${status}`,
    };
  });
}
