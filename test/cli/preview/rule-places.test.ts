import fc from 'fast-check';
import {
  chooseAttempt,
  countRules,
  deployInFreePlaces,
  type Taken,
  warnOfQuota,
} from '../../../cli/preview/rule-places';
import {
  type Address,
  addressesOf,
  addressKey,
  guestPriorities,
} from '../../../constructs/services/routes/route-priority';
import { previewId } from '../../../declarations/preview-id';
import { declared, previewSettings } from '../../fixture/fixture';

const SHOP: readonly Address[] = [{ host: 'shop' }];

/** The load balancer of a host: whose each priority is. */
class Listener {
  readonly owners = new Map<number, string>();

  taken(id: string): Taken {
    const pick = (own: boolean) =>
      [...this.owners].filter(([, owner]) => (owner === id) === own).map(([priority]) => priority);
    return { own: pick(true), others: pick(false) };
  }

  /** One rule after another, as Terraform does. @returns whether each found its place free. */
  put(id: string, addresses: readonly Address[], attempt: number): boolean {
    const wanted = [...guestPriorities(addresses, { id, attempt }).values()].map(({ rule }) => rule);
    for (const priority of wanted) {
      if ((this.owners.get(priority) ?? id) !== id) return false;
      this.owners.set(priority, id);
    }
    for (const [priority, owner] of this.owners)
      if (owner === id && !wanted.includes(priority)) this.owners.delete(priority);
    return true;
  }

  remove(id: string): void {
    for (const [priority, owner] of this.owners) if (owner === id) this.owners.delete(priority);
  }
}

const segment = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const address = fc.record({
  host: segment,
  path: fc.option(
    segment.map((text) => `/${text}`),
    { nil: undefined },
  ),
});
const routes = fc.uniqueArray<Address, string>(address, {
  selector: addressKey,
  minLength: 1,
  maxLength: 5,
});
const ids = fc.oneof(
  fc.nat(999_999).map((number) => `pr-${number}`),
  fc.string({ minLength: 1 }).map(previewId),
);

/** Two of one route whose first places are the same. */
const [first, second] = ((): [string, string] => {
  const found = new Map<number, string>();
  for (let number = 1; ; number += 1) {
    const id = `pr-${number}`;
    const { rule } = guestPriorities(SHOP, { id }).get('shop')!;
    const other = found.get(rule);
    if (other) return [other, id];
    found.set(rule, id);
  }
})();

describe('places for the rules of previews', () => {
  test('are never those of another preview, whichever come and go, and however often each is deployed', () => {
    const step = fc.record({ id: ids, addresses: routes, leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const listener = new Listener();
        const attempts = new Map<string, number>();
        for (const { id, addresses, leaves } of steps) {
          const attempt = chooseAttempt(id, addresses, listener.taken(id), attempts.get(id));
          attempts.set(id, attempt);
          expect(listener.put(id, addresses, attempt)).toBe(true);
          if (leaves) listener.remove(id);
        }
      }),
    );
  });

  test('are chosen anew where another preview has one of them', () => {
    const listener = new Listener();
    expect(chooseAttempt(first, SHOP, listener.taken(first))).toBe(0);
    listener.put(first, SHOP, 0);
    expect(chooseAttempt(second, SHOP, listener.taken(second))).toBe(1);
  });

  test('are kept, so that a deploy moves no rule once the other preview is gone', () => {
    const listener = new Listener();
    listener.put(second, SHOP, 1);
    expect(chooseAttempt(second, SHOP, listener.taken(second), 1)).toBe(1);
  });

  test('are used again: a thousand previews, one after another, fill nothing up', () => {
    const listener = new Listener();
    for (let number = 1; number <= 1000; number += 1) {
      const id = `pr-${number}`;
      expect(listener.put(id, SHOP, chooseAttempt(id, SHOP, listener.taken(id)))).toBe(true);
      // Two always overlap.
      listener.remove(`pr-${number - 1}`);
    }
    expect(listener.owners.size).toBe(1);
  });

  test('that there are none of are told of, before anything is made', () => {
    const others = Array.from({ length: 18_200 }, (_, index) => 31_801 + index);
    expect(() => chooseAttempt('pr-1', SHOP, { others, own: [] })).toThrow(
      'No room for the rules of pr-1: the load balancer has 18200, and none of 10000 ways to put 1 between them',
    );
  });
});

describe('two previews that are made at the same moment', () => {
  test('both get their rules: who comes second takes other places', async () => {
    const listener = new Listener();
    const said: string[] = [];
    const up = (id: string, deploys: number[]) =>
      deployInFreePlaces({
        id,
        addresses: SHOP,
        // Both have asked before either deploys.
        readTaken: async () => listener.taken(id),
        deploy: async (attempt) => {
          deploys.push(attempt);
          await new Promise(setImmediate);
          return listener.put(id, SHOP, attempt) ? 0 : 1;
        },
        say: (text) => said.push(text),
      });
    const deploys: [number[], number[]] = [[], []];
    expect(await Promise.all([up(first, deploys[0]), up(second, deploys[1])])).toEqual([0, 0]);
    expect(deploys).toEqual([[0], [0, 1]]);
    expect(said).toEqual([
      `another preview took a place of the rules of ${second} at the same moment: once more, with other places`,
    ]);
    expect(new Set(listener.owners.values())).toEqual(new Set([first, second]));
  });

  test.each([
    ['fails for another reason', 1],
    ['is stopped by Ctrl-C', 130],
  ])('a deploy that %s is not repeated', async (_, code) => {
    const deploy = jest.fn(async () => code);
    const readTaken = async () => ({ own: [], others: [] });
    expect(await deployInFreePlaces({ id: 'pr-1', addresses: SHOP, readTaken, deploy, say: () => {} })).toBe(
      code,
    );
    expect(deploy).toHaveBeenCalledTimes(1);
  });

  test('a deploy ends when others take its places again and again', async () => {
    let others: number[] = [];
    const deploy = jest.fn(async (attempt: number) => {
      others = [guestPriorities(SHOP, { id: 'pr-1', attempt }).get('shop')!.rule];
      return 1;
    });
    const readTaken = async () => ({ own: [], others });
    expect(await deployInFreePlaces({ id: 'pr-1', addresses: SHOP, readTaken, deploy, say: () => {} })).toBe(
      1,
    );
    expect(deploy).toHaveBeenCalledTimes(4);
  });
});

describe('the quota of rules', () => {
  const others = (count: number) => ({ own: [], others: Array.from({ length: count }, (_, index) => index) });

  test('is warned of before a rule is refused', () => {
    expect(warnOfQuota('pr-1', others(95), 5)).toBeUndefined();
    expect(warnOfQuota('pr-1', others(96), 5)).toBe(
      'warning: the load balancer has 96 rules without those of pr-1, which needs 5: AWS allows 100 unless it raised the quota "Rules per Application Load Balancer". If a rule is refused (TooManyRules), take a preview down or ask AWS for more.',
    );
  });

  test('counts each route, and each version beside the first once more', () => {
    const { services } = declared;
    const parameters = previewSettings.host.parameters.services;
    const routed = addressesOf(services).length;
    expect(countRules(services, parameters)).toBeGreaterThanOrEqual(routed);
    const name = Object.keys(services).find(
      (service) => addressesOf({ [service]: services[service as keyof typeof services]! }).length > 0,
    )!;
    const one = { [name]: services[name as keyof typeof services]! };
    const versions = ['1.0.0', '2.0.0'].map((version) => ({ version, weight: 50 }));
    const { version: _, ...rest } = parameters[name]!;
    expect(countRules(one, { [name]: { ...rest, versions } })).toBe(2 * addressesOf(one).length);
  });
});
