import type { Construct } from 'constructs';
import type { BackingContract, ThingFields } from '../constructs/contract/contract';
import type { ContractReader } from '../constructs/contract/contract-reader';
import { type Guest, isShared } from '../constructs/services/runtime/runtime';
import { type Backing, isServer, type Thing, thingsOf } from '../declarations/backing';
import { type BackingKind, SECTIONS, type SectionOf, type ServerKind } from '../declarations/kinds/kinds';
import { type BackingParameters, parametersOf } from '../parameters/kinds/kinds';
import { MAKERS } from './kinds/kinds';
import type { Maker, MakerProps, ServerMaker } from './kinds/maker';

export interface BackingServicesProps extends MakerProps {
  /** What is made, as declared. */
  readonly backing: Backing;
  readonly parameters: BackingParameters;
  /** For a preview: whose servers it shares. */
  readonly host?: ServerHost;
}

/** The environment that a preview is within. */
export interface ServerHost {
  readonly contract: ContractReader;
  readonly guest: Guest;
}

/** Makes what is declared, in the sizes of the parameters. */
export function createBackingServices(
  scope: Construct,
  { backing, parameters, host, ...props }: BackingServicesProps,
): BackingContract {
  const told = thingsOf(backing).map((thing) => ({
    ...thing,
    fields:
      host && isServer(thing) && isShared(host, thing.name)
        ? share(thing, host)
        : create(scope, thing, parameters, props),
  }));
  const sections = SECTIONS.filter((section) => backing[section]).map((section) => [
    section,
    Object.fromEntries(
      told.filter((thing) => thing.section === section).map(({ name, fields }) => [name, fields]),
    ),
  ]);
  return Object.fromEntries(sections);
}

function create<K extends BackingKind>(
  scope: Construct,
  thing: Thing<K>,
  parameters: BackingParameters,
  props: MakerProps,
): ThingFields<SectionOf<K>> {
  const makers: { readonly [P in BackingKind]: Maker<P> } = MAKERS;
  return makers[thing.kind].create(scope, thing, parametersOf(thing, parameters), props);
}

function share<K extends ServerKind>(
  thing: Thing<K>,
  { contract, guest }: ServerHost,
): ThingFields<SectionOf<K>> {
  const makers: { readonly [P in ServerKind]: ServerMaker<P> } = MAKERS;
  return makers[thing.kind].share(contract.thing(thing.section, thing.name), thing, guest.id);
}
