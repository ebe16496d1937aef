/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/follow.h"
#include "grader/base/mem.h"
#include "tests/unit/unit.h"

/* A file that is followed, in a folder of its own. */
struct scene {
    char *folder, *file, *other;
    struct follow *follow;
};

static void put(const char *path, const char *text)
{
    struct fail fail;
    CU_ASSERT_EQUAL(file_write(path, text, 1, &fail), 0);
}

static struct scene open_scene(bool is_there)
{
    struct fail fail;
    struct scene scene = {.folder = file_temp_folder(&fail)};
    CU_ASSERT_PTR_NOT_NULL_FATAL(scene.folder);
    scene.file = mem_format("%s/mine.c", scene.folder);
    scene.other = mem_format("%s/other", scene.folder);
    if (is_there)
        put(scene.file, "a");
    scene.follow = follow_start(scene.file, false);
    return scene;
}

static void close_scene(struct scene *scene)
{
    follow_end(scene->follow);
    file_remove_folder(scene->folder);
    free(scene->folder);
    free(scene->file);
    free(scene->other);
}

/* Whether there is news without waiting for a time. */
static bool is_readable(const struct follow *follow)
{
    struct pollfd news = {.fd = follow_fd(follow), .events = POLLIN};
    return poll(&news, 1, 0) == 1;
}

static void test_follow_when_written_then_is_saved_once(void)
{
    struct scene scene = open_scene(true);
    CU_ASSERT_FALSE(follow_look(scene.follow));
    CU_ASSERT_FALSE(is_readable(scene.follow));
    put(scene.file, "b");
    CU_ASSERT(is_readable(scene.follow));
    CU_ASSERT(follow_look(scene.follow));
    CU_ASSERT_FALSE(follow_look(scene.follow));
    put(scene.file, "b"); /* perhaps in the same tick of the clock */
    CU_ASSERT(follow_look(scene.follow));
    close_scene(&scene);
}

static void test_follow_when_another_file_takes_its_name_then_is_saved(void)
{
    struct scene scene = open_scene(true);
    put(scene.other, "b");
    CU_ASSERT_FALSE(follow_look(scene.follow));
    CU_ASSERT_EQUAL(rename(scene.other, scene.file), 0);
    CU_ASSERT(is_readable(scene.follow));
    CU_ASSERT(follow_look(scene.follow));
    close_scene(&scene);
}

static void test_follow_when_removed_then_waits_for_it(void)
{
    struct scene scene = open_scene(true);
    CU_ASSERT_EQUAL(unlink(scene.file), 0);
    CU_ASSERT_FALSE(follow_look(scene.follow));
    put(scene.file, "a");
    CU_ASSERT(follow_look(scene.follow));
    close_scene(&scene);
}

static void test_follow_when_not_there_yet_then_is_saved_when_made(void)
{
    struct scene scene = open_scene(false);
    CU_ASSERT_FALSE(follow_look(scene.follow));
    put(scene.file, "a");
    CU_ASSERT(is_readable(scene.follow));
    CU_ASSERT(follow_look(scene.follow));
    close_scene(&scene);
}

static void test_follow_when_folder_goes_and_comes_then_goes_on(void)
{
    struct scene scene = open_scene(true);
    unlink(scene.file);
    follow_look(scene.follow);
    CU_ASSERT_EQUAL(rmdir(scene.folder), 0);
    CU_ASSERT_FALSE(follow_look(scene.follow));
    CU_ASSERT(follow_wait_ms(scene.follow) > 0); /* nothing would be said */
    CU_ASSERT_EQUAL(mkdir(scene.folder, 0700), 0);
    put(scene.file, "a");
    CU_ASSERT(follow_look(scene.follow));
    put(scene.file, "b");
    CU_ASSERT(is_readable(scene.follow));
    CU_ASSERT(follow_look(scene.follow));
    close_scene(&scene);
}

static void test_follow_when_asked_then_looks_by_time(void)
{
    struct scene scene = open_scene(true);
    struct follow *polled = follow_start(scene.file, true);
    CU_ASSERT(follow_wait_ms(polled) > 0 && follow_wait_ms(polled) <= 2000);
    put(scene.file, "b");
    CU_ASSERT(follow_look(polled));
    follow_end(polled);
    close_scene(&scene);
}

static void test_follow_knows_which_file_systems_report(void)
{
    static const struct {
        const char *name;
        unsigned long type;
        bool is_reported;
    } rows[] = {
        {"ext4", 0xef53, true},
        {"btrfs", 0x9123683e, true},
        {"xfs", 0x58465342, true},
        {"tmpfs", 0x01021994, true},
        {"btrfs, as a signed word", 0xffffffff9123683e, true},
        {"nfs", 0x6969, false},
        {"9p, drvfs of WSL", 0x01021997, false},
        {"cifs", 0xff534d42, false},
        {"smb2", 0xfe534d42, false},
        {"fuse, virtiofs", 0x65735546, false},
        {"lustre", 0x0bd00bd0, false},
        {"vboxsf", 0x786f4256, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (follow_is_reported(rows[i].type) != rows[i].is_reported)
            CU_FAIL(rows[i].name);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_follow_when_written_then_is_saved_once",
            test_follow_when_written_then_is_saved_once},
        {"test_follow_when_another_file_takes_its_name_then_is_saved",
            test_follow_when_another_file_takes_its_name_then_is_saved},
        {"test_follow_when_removed_then_waits_for_it",
            test_follow_when_removed_then_waits_for_it},
        {"test_follow_when_not_there_yet_then_is_saved_when_made",
            test_follow_when_not_there_yet_then_is_saved_when_made},
        {"test_follow_when_folder_goes_and_comes_then_goes_on",
            test_follow_when_folder_goes_and_comes_then_goes_on},
        {"test_follow_when_asked_then_looks_by_time",
            test_follow_when_asked_then_looks_by_time},
        {"test_follow_knows_which_file_systems_report",
            test_follow_knows_which_file_systems_report},
        {0},
    };
    return unit_main("follow", tests);
}
