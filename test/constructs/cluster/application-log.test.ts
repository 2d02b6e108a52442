import { all, type Json } from '../../helpers';
import { build } from './built-cluster';

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Fluent Bit's classic format: sections of options, one a line, whose names are the same in small and capital letters. */
function parse(text: string): Section[] {
  return text
    .split(/^\[/m)
    .slice(1)
    .map((block) => {
      const [kind, ...lines] = block.trim().split('\n');
      const options = Object.fromEntries(
        lines.map((line) => {
          const [, name, value] = /^\s+(\S+)\s+(.+)$/.exec(line)!;
          return [name!.toLowerCase(), value!];
        }),
      );
      return { kind: kind!.replace(']', ''), name: options.name!, options };
    });
}

describe('what containers print', () => {
  const values = observability().configuration_values;
  /** As Terraform hands it on. */
  const sections = parse(
    JSON.parse(values.replaceAll('$${', '${')).containerLogs.fluentBit.config.extraFiles[
      'application-log.conf'
    ],
  );
  const section = (kind: string, name: string) =>
    sections.find((found) => found.kind === kind && found.name === name)!.options;

  function observability(): Json {
    return all(build().synthesized, 'aws_eks_addon').find(
      ({ addon_name }) => addon_name === 'amazon-cloudwatch-observability',
    );
  }

  test('goes to the group that is there, which the agent may not make', () => {
    expect(section('OUTPUT', 'cloudwatch_logs')).toMatchObject({
      region: 'eu-central-1',
      log_group_name: '/aws/containerinsights/test/application',
      auto_create_group: 'false',
    });
  });

  test('comes with its service and version, as labels of the pod, and with the zone of the node', () => {
    expect(section('FILTER', 'kubernetes').labels).toBe('On');
    expect(section('FILTER', 'aws').az).toBe('true');
  });

  test('is found by the fields of its JSON, and paid for once', () => {
    expect(section('FILTER', 'kubernetes')).toMatchObject({
      merge_log: 'On',
      merge_log_key: 'log_processed',
      keep_log: 'Off',
    });
  });

  test('is read of all containers, and passes all filters to the output: nothing is dropped', () => {
    const inputs = sections.filter(({ kind }) => kind === 'INPUT').map(({ options }) => options);
    const excluded = inputs.flatMap(({ exclude_path }) => exclude_path?.split(', ') ?? []);
    const paths = inputs.map(({ path }) => path);
    expect(paths).toContain('/var/log/containers/*.log');
    // The other two are in the group of the data plane.
    expect(excluded.filter((path) => !paths.includes(path))).toEqual([
      '/var/log/containers/aws-node*',
      '/var/log/containers/kube-proxy*',
    ]);
    expect(inputs.map(({ tag }) => tag)).toEqual(inputs.map(() => 'application.*'));
    const others = sections.filter(({ kind }) => kind !== 'INPUT');
    expect(others.map(({ name, options }) => [name, options.match])).toEqual([
      ['aws', 'application.*'],
      ['kubernetes', 'application.*'],
      ['cloudwatch_logs', 'application.*'],
    ]);
  });

  test('is not cut off by a buffer: each place that is read remembers how far, in a file of its own', () => {
    const files = sections.filter(({ kind }) => kind === 'INPUT').map(({ options }) => options.db);
    expect(new Set(files).size).toBe(3);
  });

  test('keeps the variables of the agent, which Terraform does not know', () => {
    expect(values.match(/(?<!\$)\$\{/)).toBeNull();
    expect(section('OUTPUT', 'cloudwatch_logs').log_stream_prefix).toBe('${HOST_NAME}-');
  });
});
