/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child process writes to memory of its own.
 * prints: a is 1 */

int main(void)
{
    //> show fork
    int a = 1;
    const pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return 1;
    }
    if (child == 0) {
        a = 2; /* this a is the child's */
        _exit(0);
    }
    waitpid(child, NULL, 0);
    printf("a is %d\n", a);
    //> end show
}
