<?php
// The database that the service binds, whose server shows a certificate.
function database(): PDO
{
    $place = sprintf(
        'pgsql:host=%s;port=%s;dbname=%s;sslmode=verify-full;sslrootcert=%s',
        getenv('DATABASE_HOST'),
        getenv('DATABASE_PORT'),
        getenv('DATABASE_NAME'),
        getenv('CA_FILE'),
    );
    return new PDO($place, getenv('DATABASE_USER'), getenv('DATABASE_PASSWORD'));
}
