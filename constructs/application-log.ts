export interface ApplicationLogProps {
  readonly region: string;
  /** Name of the log group. It has to be there. */
  readonly group: string;
}

/**
 * How Fluent Bit reads what containers print on a node, and where it sends it. As the add-on does by default, but for
 * four things: the zone of the node (`az`), the pod's labels, which say the service and its version, a line of JSON as
 * `log_processed` alone rather than a second time as text, and no right to make the log group.
 *
 * `${...}` are variables of the agent's own container.
 * Source: the add-on's Helm chart amazon-cloudwatch-observability 6.4.0, application-log.conf.
 */
export function applicationLog({ region, group }: ApplicationLogProps): string {
  return `
[INPUT]
  Name                tail
  Tag                 application.*
  Exclude_Path        /var/log/containers/cloudwatch-agent*, /var/log/containers/fluent-bit*, /var/log/containers/aws-node*, /var/log/containers/kube-proxy*
  Path                /var/log/containers/*.log
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_container.db
  Mem_Buf_Limit       50MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Rotate_Wait         30
  storage.type        filesystem
  Read_from_Head      \${READ_FROM_HEAD}

[INPUT]
  Name                tail
  Tag                 application.*
  Path                /var/log/containers/fluent-bit*
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_log.db
  Mem_Buf_Limit       5MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Read_from_Head      \${READ_FROM_HEAD}

[INPUT]
  Name                tail
  Tag                 application.*
  Path                /var/log/containers/cloudwatch-agent*
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_cwagent.db
  Mem_Buf_Limit       5MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Read_from_Head      \${READ_FROM_HEAD}

[FILTER]
  Name                aws
  Match               application.*
  az                  true
  ec2_instance_id     false
  Enable_Entity       true

[FILTER]
  Name                kubernetes
  Match               application.*
  Kube_URL            https://kubernetes.default.svc:443
  Kube_Tag_Prefix     application.var.log.containers.
  Merge_Log           On
  Merge_Log_Key       log_processed
  Keep_Log            Off
  K8S-Logging.Parser  On
  K8S-Logging.Exclude Off
  Labels              On
  Annotations         Off
  Use_Kubelet         On
  Kubelet_Port        10250
  Buffer_Size         0
  Use_Pod_Association On

[OUTPUT]
  Name                cloudwatch_logs
  Match               application.*
  region              ${region}
  log_group_name      ${group}
  log_stream_prefix   \${HOST_NAME}-
  auto_create_group   false
  extra_user_agent    container-insights
  add_entity          true
`.trimStart();
}
