<?php
require 'database.php';
require '/usr/share/php/AsyncAws/Sqs/autoload.php';

use AsyncAws\Sqs\SqsClient;

// Answers with how often it was asked, the message that it sent, and a proof that it has its secret.
header('Content-Type: application/json');
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/live':
        exit('{}');
    case '/ready':
        database()->query('SELECT 1');
        exit('{}');
}
$database = database();
$database->exec('INSERT INTO visits DEFAULT VALUES');
$visits = (int) $database->query('SELECT count(*) FROM visits')->fetchColumn();
$message = ['QueueUrl' => getenv('JOBS_QUEUE_URL'), 'MessageBody' => "visit $visits"];
echo json_encode([
    'visits' => $visits,
    'message' => (new SqsClient())->sendMessage($message)->getMessageId(),
    'key' => hash('sha256', getenv('API_KEY')),
]);
