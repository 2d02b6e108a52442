import { TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Json, merge } from './merge';
import { Resolver } from './resolver';

/**
 * A stack in Terraform's JSON, the same as CDKTF makes it in a quarter of its time: CDKTF looks for tokens in everything
 * twice, and in each key and value that can't hold one.
 * @param overrides what `addOverride` set on the stack itself.
 */
export function synthesize(stack: TerraformStack, overrides: Json): Json {
  const resolver = new Resolver(stack);
  const elements = elementsOf(stack);
  const synthesized: Json = {
    '//': { metadata: metadataOf(stack, elements, overrides, resolver), outputs: outputsOf(elements) },
  };
  for (const element of elements) merge(synthesized, resolver.resolve(element.toTerraform()));
  merge(synthesized, overrides);
  for (const key of Object.keys(overrides)) synthesized[key] = resolver.resolve(synthesized[key]);
  return synthesized;
}

function elementsOf(construct: IConstruct): TerraformElement[] {
  const own = TerraformElement.isTerraformElement(construct) ? [construct] : [];
  const children = construct.node.children.filter((child) => !TerraformStack.isStack(child));
  return [...own, ...children.flatMap(elementsOf)];
}

/** What the CDKTF CLI reads of a stack, such as where its state is. */
function metadataOf(
  { node }: TerraformStack,
  elements: readonly TerraformElement[],
  overrides: Json,
  resolver: Resolver,
): Json {
  const overridden = Object.keys(overrides);
  const metadata: Json = {
    version: node.tryGetContext('cdktfVersion'),
    stackName: node.id,
    backend: 'local',
    ...(overridden.length > 0 && { overrides: { stack: overridden } }),
  };
  for (const element of elements) merge(metadata, resolver.resolve(element.toMetadata()));
  return metadata;
}

/** Names of outputs by the path to their construct, as `cdktf output` prints them. */
function outputsOf(elements: readonly TerraformElement[]): Json {
  const outputs: Json = {};
  for (const { node, friendlyUniqueId } of elements.filter(TerraformOutput.isTerraformOutput)) {
    const byPath = node.path
      .split('/')
      .reduceRight<unknown>((inner, id) => ({ [id]: inner }), friendlyUniqueId);
    merge(outputs, byPath as Json);
  }
  return outputs;
}
