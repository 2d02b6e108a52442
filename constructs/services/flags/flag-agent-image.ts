/** AppConfig's own agent. */
export const FLAG_AGENT_VERSION = '2.0.216811';
export const FLAG_AGENT_IMAGE = `public.ecr.aws/aws-appconfig/aws-appconfig-agent:${FLAG_AGENT_VERSION}`;
