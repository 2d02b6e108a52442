import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cliConfig, findMirrors, linkForOpenTofu, mirrorPlaces } from '../../../local/machine/mirror';
import { folder } from '../temporary';

const AWS = { source: 'hashicorp/aws', version: '5.100.0' };
const KUBERNETES = { source: 'hashicorp/kubernetes', version: '2.38.0' };
const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const unpacked = (version: string, target = platform) =>
  `registry.terraform.io/hashicorp/aws/${version}/${target}/terraform-provider-aws_v${version}`;
const packed = `registry.terraform.io/hashicorp/kubernetes/terraform-provider-kubernetes_2.38.0_${platform}.zip`;

function find(files: readonly string[], providers = [AWS, KUBERNETES]) {
  const root = folder(Object.fromEntries(files.map((file) => [file, ''])));
  return findMirrors(mirrorPlaces(root, join(root, 'home')), providers).map(({ path, sources }) => ({
    path: path.slice(root.length),
    sources,
  }));
}

test.each([
  'opt/mirror',
  'usr/share/providers',
  'usr/local/share/providers',
  'usr/local/share/terraform/plugins',
  'home/.terraform.d/plugins',
  'home/.terraform.d/plugin-cache',
  'home/.local/share/terraform/plugins',
])('a mirror in %s is found', (place) => {
  expect(find([`${place}/${unpacked('5.100.0')}`])).toEqual([
    { path: `/${place}`, sources: ['hashicorp/aws'] },
  ]);
});

test('a mirror may hold archives, and several may hold one provider each', () => {
  expect(find([`opt/a/${unpacked('5.100.0')}`, `opt/b/${packed}`])).toEqual([
    { path: '/opt/a', sources: ['hashicorp/aws'] },
    { path: '/opt/b', sources: ['hashicorp/kubernetes'] },
  ]);
});

test('another version or another platform is no use', () => {
  expect(find([`opt/a/${unpacked('5.99.0')}`, `opt/b/${unpacked('5.100.0', 'plan9_mips')}`])).toEqual([]);
});

test('of a range, any version that is in it will do', () => {
  const range = { source: 'hashicorp/aws', version: '>= 5.90.0, < 6.0.0' };
  expect(find([`opt/a/${unpacked('4.9.0')}`, `opt/b/${unpacked('5.100.0')}`], [range])).toEqual([
    { path: '/opt/b', sources: ['hashicorp/aws'] },
  ]);
  expect(find([`opt/a/${unpacked('6.0.0')}`], [range])).toEqual([]);
});

test('what a mirror holds is not asked of the registry', () => {
  expect(cliConfig([{ path: '/opt/a', sources: ['hashicorp/aws'] }])).toBe(`disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = "/opt/a"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
});

test('without a mirror the registry is asked for all', () => {
  expect(cliConfig([])).toContain('  direct {}\n');
});

test('OpenTofu finds what a mirror holds under the registry that it looks in', () => {
  const root = folder({ [`mirror/${unpacked('5.100.0')}`]: '' });
  const mirrors = [{ path: join(root, 'mirror'), sources: ['hashicorp/aws'] }];
  const ours = join(root, 'opentofu');
  // Again, as each run does it.
  for (let run = 0; run < 2; run++) linkForOpenTofu(ours, mirrors);
  expect(existsSync(join(ours, unpacked('5.100.0').replace('terraform.io', 'opentofu.org')))).toBe(true);
  const config = cliConfig(mirrors, ours);
  expect(config).toContain(`path    = "${ours}"\n    include = ["registry.opentofu.org/hashicorp/aws"]`);
  expect(config).toContain(
    'exclude = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"]',
  );
});
