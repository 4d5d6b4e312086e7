package release

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// Main reads the arguments, makes the release, and returns the exit status. What it does
// is said on progress.
func Main(ctx context.Context, args []string, progress io.Writer) int {
	r, err := parse(ctx, args, progress)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = r.Make(ctx)
	}
	if err != nil {
		fmt.Fprintf(progress, "error: %s\n", err)
		return 1
	}
	return 0
}

// parse turns arguments into a release. What is not given about the source, git is asked.
func parse(ctx context.Context, args []string, progress io.Writer) (*Release, error) {
	r := &Release{progress: progress}
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.SetOutput(progress)
	flags.StringVar(&r.Version, "version", "", "the version, such as v1.2.3")
	flags.StringVar(&r.Root, "root", ".", "the repository")
	flags.StringVar(&r.Dist, "dist", "dist", "the folder to make, which is emptied first")
	list := flags.String("platforms", "", "only these, such as linux/amd64,windows/arm64")
	commit := flags.String("commit", "", "the commit that is built, asked of git if not given")
	stamp := flags.String("time", "", "the commit's time in seconds since 1970, asked of git if not given")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	var err error
	if r.Platforms, err = parsePlatforms(*list); err != nil {
		return nil, err
	}
	if *commit == "" || *stamp == "" {
		r.source, err = gitSource(ctx, r.Root)
		return r, err
	}
	r.source.commit = *commit
	r.source.at, err = unixTime(*stamp)
	return r, err
}
