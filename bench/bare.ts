import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack } from 'cdktf';

// The least that a CDKTF app can be, to measure ours by.
const app = new App();
const stack = new TerraformStack(app, 'bare');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
new S3Bucket(stack, 'bucket', {});
app.synth();
