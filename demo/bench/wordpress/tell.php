<?php
// Publishes the stories of a file, by WordPress's own functions, and prints the paths of pages as JSON.
define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/file.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/media.php';

const SHOWN = 24;
const IN_FEED = 30;

function paragraphs(array $texts): string
{
    $block = fn($text) => "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->\n\n";
    return implode('', array_map($block, $texts));
}

function heading(string $text): string
{
    return "<!-- wp:heading -->\n<h2>$text</h2>\n<!-- /wp:heading -->\n\n";
}

function figure(array $picture): string
{
    $file = wp_tempnam($picture['path']);
    copy($picture['path'], $file);
    $upload = ['name' => basename($picture['path']), 'tmp_name' => $file];
    $id = media_handle_sideload($upload, 0, $picture['caption']);
    $address = wp_get_attachment_image_url($id, 'large');
    return "<!-- wp:image {\"id\":$id,\"sizeSlug\":\"large\"} -->\n"
        . "<figure class=\"wp-block-image size-large\"><img src=\"$address\" alt=\"{$picture['caption']}\""
        . " class=\"wp-image-$id\"/><figcaption class=\"wp-element-caption\">{$picture['caption']}"
        . "</figcaption></figure>\n<!-- /wp:image -->\n\n";
}

function content(array $story): string
{
    // The first picture leads; each further one stands before every second question.
    $pictures = $story['pictures'];
    $text = $pictures ? figure(array_shift($pictures)) : '';
    $text .= paragraphs([$story['standfirst'], ...$story['paragraphs']]);
    foreach ($story['questions'] as $number => $answered) {
        if ($number % 2 === 0 && $pictures) {
            $text .= figure(array_shift($pictures));
        }
        $text .= heading($answered['question']) . paragraphs($answered['paragraphs']);
    }
    return $text;
}

function author(string $name): int
{
    $login = sanitize_title($name);
    $known = get_user_by('login', $login);
    return $known ? $known->ID : wp_insert_user(
        ['user_login' => $login, 'user_pass' => $login, 'display_name' => $name, 'role' => 'author']
    );
}

function tell(array $story): int
{
    return wp_insert_post([
        'post_title' => $story['headline'],
        'post_name' => $story['slug'],
        'post_excerpt' => $story['standfirst'],
        'post_content' => content($story),
        'post_status' => 'publish',
        'post_author' => author($story['author']),
        'post_category' => [wp_create_category($story['section'])],
        'tags_input' => $story['topics'],
        'post_date_gmt' => gmdate('Y-m-d H:i:s', time() - 60 * $story['minutes']),
        'post_date' => gmdate('Y-m-d H:i:s', time() - 60 * $story['minutes']),
    ], true);
}

require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
wp_install('Bench', 'bench', 'bench@example.org', true, '', wp_generate_password());
wp_delete_post(1, true);
switch_theme('twentytwentythree');
update_option('posts_per_page', SHOWN);
update_option('posts_per_rss', IN_FEED);
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
// The addresses of categories follow from it.
create_initial_taxonomies();
$stories = json_decode(file_get_contents($argv[1]), true);
$posts = array_map('tell', $stories);
flush_rewrite_rules();
$path = fn($address) => parse_url($address, PHP_URL_PATH);
echo json_encode([
    'article' => $path(get_permalink($posts[0])),
    'front' => '/',
    'list' => $path(get_category_link(get_cat_ID($stories[0]['section']))),
    'feed' => $path(get_feed_link()),
]), "\n";
