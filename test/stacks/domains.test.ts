import { declared, environments, project } from '../fixture/fixture';
import { Synthesizer } from '../synthesizer';

const { services } = new Synthesizer(project, declared);
const aliases = (providers: readonly { readonly alias?: string }[]) => providers.map(({ alias }) => alias);

test('the way to zones of the tooling account stays when the last domain there is taken out', () => {
  // Terraform takes away no record whose provider is gone with it.
  for (const environment of environments)
    expect(aliases(services(environment).provider.aws)).toEqual([undefined, 'tooling']);
});
