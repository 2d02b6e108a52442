/** Types of load balancers and what belongs to them. Each has two names in the provider. */
export const BALANCERS = ['aws_lb', 'aws_alb'];
/** With the classic ones. */
export const ALL_BALANCERS = [...BALANCERS, 'aws_elb'];
export const LISTENERS = ['aws_lb_listener', 'aws_alb_listener'];
export const LISTENER_CERTIFICATES = ['aws_lb_listener_certificate', 'aws_alb_listener_certificate'];
export const LISTENER_RULES = ['aws_lb_listener_rule', 'aws_alb_listener_rule'];
export const TARGET_GROUPS = ['aws_lb_target_group', 'aws_alb_target_group'];
