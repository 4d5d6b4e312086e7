package release

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// source is what a release is made of.
type source struct {
	// commit is the hash, with "-dirty" after it when files differ from it.
	commit string
	// at is when the commit was made: the time of everything in a release.
	at time.Time
}

// gitSource asks git about the work tree at root.
func gitSource(ctx context.Context, root string) (source, error) {
	commit, err := git(ctx, root, "rev-parse", "HEAD")
	if err != nil {
		return source{}, err
	}
	changed, err := git(ctx, root, "status", "--porcelain")
	if err != nil {
		return source{}, err
	}
	if changed != "" {
		commit += "-dirty"
	}
	stamp, err := git(ctx, root, "log", "-1", "--format=%ct")
	if err != nil {
		return source{}, err
	}
	at, err := unixTime(stamp)
	return source{commit: commit, at: at}, err
}

// unixTime reads the seconds since 1970, as SOURCE_DATE_EPOCH has them.
func unixTime(stamp string) (time.Time, error) {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time in seconds since 1970", stamp)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

func git(ctx context.Context, root string, args ...string) (string, error) {
	output, err := exec.CommandContext(ctx, "git", append([]string{"-C", root}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("asking git for %s (without a repository give -commit and -time): %w", args[0], err)
	}
	return strings.TrimSpace(string(output)), nil
}
